#!/bin/sh
# Makes the pictures of windows in this folder anew, on an X server without a screen:
#   docs/images/make.sh [WIDTHxHEIGHT [FOLDER [JAR CLASS]]]
# with JAR and CLASS of another look, for example FlatLaf and com.formdev.flatlaf.FlatDarkLaf.
# PICTURES="tune models" makes only these of dialog, train, tune, folder and models; each but train takes less than a minute, because a
# detector that learns in seconds is shown then.
# Needs Maven and Xvfb. The model and its data are the sample data's; all take a few minutes, on a busy machine more.
set -e
cd "$(dirname "$0")/../.."
size=${1:-1366x768}
target=${2:-docs/images}
work=/tmp/parts # is seen in the pictures
mkdir "$work" 2>/dev/null || work=$(mktemp -d /tmp/parts-XXXXXX)
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
mkdir -p "$work/home" "$work/data" "$target"
cp -r sample-data/print "$work/data"
engine=${ANOMALY_FLOW_HOME:-$HOME/.anomaly-flow}/engine
[ ! -d "$engine" ] || ln -s "$engine" "$work/home/engine" # a library of models of its own, but the engine that is there
mvn -q test-compile dependency:build-classpath -Dmdep.outputFile="$work/path" -Dmdep.includeScope=test ${MAVEN_ARGUMENTS:-}
Xvfb -displayfd 3 -screen 0 "${size}x24" 3>"$work/display" 2>/dev/null &
server=$!
while [ ! -s "$work/display" ]; do sleep 1; done
ANOMALY_FLOW_HOME=$work/home DISPLAY=:$(cat "$work/display") java -Xmx2g -Djava.awt.headless=false -Dlimit.seconds=900 \
	-Djava.util.prefs.userRoot="$work" -Duser.home="$work/home" -Dplugins.dir="$work" ${4:+-Dswing.defaultlaf="$4"} \
	-cp "target/test-classes:target/classes:$(cat "$work/path")${3:+:$3}" org.anomalyflow.host.imagej1.WindowPictures \
	"$work/data/print" "$work/data/print/test/spot/000.png" "$target" ${PICTURES:-}
