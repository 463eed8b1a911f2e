#!/bin/sh
# Makes the pictures in this folder anew, on an X server without a screen:
#   docs/images/make.sh [WIDTHxHEIGHT [FOLDER [JAR CLASS]]]
# with JAR and CLASS of another look, for example FlatLaf and com.formdev.flatlaf.FlatDarkLaf (in ImageJ2 "" and the class).
#   PICTURES="tune models"  only these of menu, error, dialog, train, tune, folder, models and report; each but train and report takes
#                           less than a minute, because a detector that learns in seconds is shown then
#   IMAGEJ2=FOLDER          in that ImageJ2 or Fiji, which the pictures of Fiji come from; without it menu and error are left out
#   SCREENS=FOLDER          the whole screen at the same moments as well
# Needs Maven, Xvfb, for title bars Openbox, and for the report Chromium. All take a few minutes, on a busy machine more.
set -e
cd "$(dirname "$0")/../.."
size=${1:-1366x768}
target=${2:-docs/images}
[ -n "$IMAGEJ2" ] && all="menu error dialog train tune folder models report" || all="dialog train tune folder models report"
wanted=${PICTURES:-$all}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill $server 2>/dev/null; rm -rf "$work"' EXIT
mkdir -p "$work/home" "$work/parts" "$work/plugins" "$target" ${SCREENS:+"$SCREENS"}
target=$(cd "$target" && pwd)
cp -r sample-data/print "$work/parts"
engine=${ANOMALY_FLOW_HOME:-$HOME/.anomaly-flow}/engine
[ ! -d "$engine" ] || ln -s "$engine" "$work/home/engine" # a library of models of its own, but the engine that is there
mvn -q test-compile dependency:build-classpath -Dmdep.outputFile="$work/path" -Dmdep.includeScope=test ${MAVEN_ARGUMENTS:-}

report() {
	ANOMALY_FLOW_HOME=$work/home bin/anomaly-flow evaluate --dataset sample-data/metal --output-folder "$work/report" --model danflow
	# the part about the model alone
	sed 's|</head>|<style>nav, header, #summary, #reading, #facts { display: none } body { display: block } main { margin: 0; padding-top: 0 }</style></head>|' "$work/report/report.html" \
		>"$work/report/part.html"
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/chromium" --window-size=1000,1500 \
		--screenshot="$target/report.png" "file://$work/report/part.html" 2>/dev/null
}

windows() {
	artifact() { basename "$1" | sed 's/-[0-9].*//'; }
	path=$PWD/target/test-classes:$PWD/target/classes
	theirs=
	if [ -n "$IMAGEJ2" ]; then # its own version of what it has; its script editor has an api that is not the engine's
		for jar in "$IMAGEJ2"/jars/*.jar; do
			path=$path:$jar
			theirs="$theirs $(artifact "$jar") "
		done
	fi
	for jar in $(tr : '\n' <"$work/path"); do
		case $jar in
		*/ai/djl/*) path=$path:$jar ;;
		*) case $theirs in *" $(artifact "$jar") "*) ;; *) path=$path:$jar ;; esac ;;
		esac
	done
	jar --create --file "$work/plugins/Anomaly_Flow-menu.jar" plugins.config
	Xvfb -displayfd 3 -screen 0 "${size}x24" 3>"$work/display" 2>/dev/null &
	server=$!
	while [ ! -s "$work/display" ]; do sleep 1; done
	DISPLAY=:$(cat "$work/display")
	export DISPLAY
	if command -v openbox >/dev/null; then openbox 2>/dev/null & fi
	cat >"$work/run" <<END
cd "\$1"
ANOMALY_FLOW_HOME="\$1/home" exec java -Xmx2g -Djava.awt.headless=false -Dlimit.seconds=900 -Djava.util.prefs.userRoot="\$1" \\
	-Duser.home="\$1/home" -Dplugins.dir="\$1" ${IMAGEJ2:+-Dij.dir="$IMAGEJ2" -Dimagej.dir="$IMAGEJ2" -Dscijava.app.directory="$IMAGEJ2"} \\
	--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.desktop/java.awt=ALL-UNNAMED \\
	--add-opens=java.desktop/sun.awt=ALL-UNNAMED ${look:+-Dswing.defaultlaf="$look"} ${SCREENS:+-Dscreens="$(cd "$SCREENS" && pwd)"} \\
	-cp "$path" org.anomalyflow.host.HostWindow org.anomalyflow.host.imagej1.WindowPictures \\
	"\$1/parts/print" "\$1/parts/print/test/spot/000.png" "$target" $1
END
	# paths are seen in the pictures: where this system allows it, they are those of a disk with pictures
	if unshare -rm true 2>/dev/null; then
		unshare -rm sh -c 'mount --bind "$1" /mnt && exec sh /mnt/run /mnt' pictures "$work"
	else
		sh "$work/run" "$work"
	fi
}

look=$4
extra=$3
others=$(echo " $wanted " | sed 's/ report / /')
[ -z "$(echo "$others" | tr -d ' ')" ] || windows "$others"
case " $wanted " in *" report "*) report ;; esac
