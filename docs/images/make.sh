#!/bin/sh
# Makes the pictures of windows in this folder anew, on an X server without a screen: docs/images/make.sh [WIDTHxHEIGHT [FOLDER]]
# Needs Maven and Xvfb. The model and its data are the sample data's; it takes a minute or two.
set -e
cd "$(dirname "$0")/../.."
size=${1:-1366x768}
target=${2:-docs/images}
work=$(mktemp -d)
mkdir -p "$work/home" "$target"
mvn -q test-compile dependency:build-classpath -Dmdep.outputFile="$work/path" -Dmdep.includeScope=test ${MAVEN_ARGUMENTS:-}
Xvfb -displayfd 3 -screen 0 "${size}x24" 3>"$work/display" 2>/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
while [ ! -s "$work/display" ]; do sleep 1; done
ANOMALY_FLOW_HOME=${ANOMALY_FLOW_HOME:-$HOME/.anomaly-flow} DISPLAY=:$(cat "$work/display") java -Xmx2g -Djava.awt.headless=false \
	-Djava.util.prefs.userRoot="$work" -Duser.home="$work/home" -Dplugins.dir="$work" \
	-cp "target/test-classes:target/classes:$(cat "$work/path")" org.anomalyflow.host.imagej1.WindowPictures \
	"$PWD/sample-data/print" "$PWD/sample-data/print/test/$(ls sample-data/print/test | grep -v good | head -1)/000.png" "$work" "$target"
