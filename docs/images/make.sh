#!/bin/sh
# Makes the pictures of windows in this folder anew, on an X server without a screen: docs/images/make.sh [WIDTHxHEIGHT [FOLDER]]
# Needs Maven and Xvfb. The model and its data are the sample data's; it takes a minute or two.
set -e
cd "$(dirname "$0")/../.."
size=${1:-1366x768}
target=${2:-docs/images}
work=/tmp/parts # is seen in the pictures
mkdir "$work" "$work/home" "$work/data"
mkdir -p "$target"
cp -r sample-data/print "$work/data"
mvn -q test-compile dependency:build-classpath -Dmdep.outputFile="$work/path" -Dmdep.includeScope=test ${MAVEN_ARGUMENTS:-}
Xvfb -displayfd 3 -screen 0 "${size}x24" 3>"$work/display" 2>/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
while [ ! -s "$work/display" ]; do sleep 1; done
ANOMALY_FLOW_HOME=${ANOMALY_FLOW_HOME:-$HOME/.anomaly-flow} DISPLAY=:$(cat "$work/display") java -Xmx2g -Djava.awt.headless=false \
	-Djava.util.prefs.userRoot="$work" -Duser.home="$work/home" -Dplugins.dir="$work" \
	-cp "target/test-classes:target/classes:$(cat "$work/path")" org.anomalyflow.host.imagej1.WindowPictures \
	"$work/data/print" "$work/data/print/test/spot/000.png" "$target"
