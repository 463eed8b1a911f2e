#!/usr/bin/env bash
# Checks what "mvn -Prelease package" has made, as its users would meet it: check-release.sh [FOLDER_OF_FIJI_OR_IMAGEJ2]
# 1. The ZIP of this machine, unpacked below a path with blanks, runs the demo macro: no Maven, an empty home, no network.
# 2. With a folder of Fiji or ImageJ2: a copy of it gets the update site's files for this platform, and a macro trains and
#    detects in it, headless. The folder itself stays as it is.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
release=$root/target/release
case $(uname -s)-$(uname -m) in
	Linux-x86_64) platform=linux-x86_64 folder=linux64 ;;
	Linux-aarch64) platform=linux-aarch64 folder=linux-arm64 ;;
	Darwin-arm64) platform=osx-aarch64 folder=macos-arm64 ;;
	*) echo "There is no release for $(uname -s) on $(uname -m)." >&2; exit 1 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "FAILED: $*" >&2
	exit 1
}

# Without a network where the system lets a user take it away.
alone=(env)
if unshare -rn true 2> /dev/null; then alone=("$(command -v unshare)" -rn); fi

java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")
tools=$work/tools
mkdir "$tools"
ln -s "$java" "$tools/java"
for tool in bash env dirname readlink uname locale tput; do
	found=$(command -v $tool) && ln -s "$found" "$tools/$tool"
done

echo "The ZIP for $platform $([ ${#alone[@]} -gt 1 ] && echo "(no network)")"
place="$work/a path with blanks"
mkdir -p "$place" "$work/home"
(cd "$place" && unzip -q "$release"/anomaly-flow-*-"$platform".zip)
cd "$place"/anomaly-flow-*
env -i HOME="$work/home" PATH="$tools" "${alone[@]}" bin/anomaly-flow macro macros/evaluate_dataset.ijm > "$work/demo.txt" 2>&1 ||
	{ tail -20 "$work/demo.txt"; fail "the demo macro"; }
for file in metrics.csv report.html; do
	[ -s "anomaly-flow-results/$file" ] || fail "anomaly-flow-results/$file was not written"
done
grep -E '^(category|mean)' "$work/demo.txt"

[ $# -gt 0 ] || exit 0
echo "The update site in a copy of $1"
fiji="$work/a copy of Fiji"
cp -r "$1" "$fiji"
mkdir -p "$fiji/plugins"
cp "$release"/update-site/plugins/*.jar "$fiji/plugins"
cp -r "$release/update-site/jars" "$fiji"
find "$fiji/jars" -mindepth 1 -maxdepth 1 -type d \( -name 'linux*' -o -name 'win*' -o -name 'macos*' \) ! -name "$folder" -exec rm -r {} +
# several projects call a library "api": DJL's lies beside those of Fiji's parts; a jar of native code lies beside that of its classes
twice=$(find "$fiji/jars" "$fiji/plugins" -name '*.jar' -exec basename {} \; | sed -E 's/-native\.jar$/.native/; s/-[0-9][^-]*(-[a-z0-9_]+)*\.jar$//' | grep -vx api |
	sort | uniq -d)
[ -z "$twice" ] || fail "these libraries are there twice: $twice"
cat > "$work/macro.ijm" << MACRO
run("Train Anomaly Model...", "model=padim image_size=64 good_images=[$root/sample-data/weave] save_to=[$work/weave.aflow]");
run("Detect Anomalies in Folder...", "input_folder=[$root/sample-data/weave/test/stain] output_folder=[$work/found] model_file=[$work/weave.aflow]");
MACRO
classpath=$(find "$fiji/jars" "$fiji/plugins" -name '*.jar' | tr '\n' ':')
opened=()
for package in java.base/java.lang java.base/java.util java.desktop/sun.awt java.desktop/java.awt; do
	opened+=(--add-opens="$package=ALL-UNNAMED")
done
"${alone[@]}" "$java" "${opened[@]}" -Djava.awt.headless=true -Duser.home="$work/home" -Dplugins.dir="$fiji" -Dimagej.dir="$fiji" \
	-Dij.dir="$fiji" -Dscijava.app.directory="$fiji" -cp "$classpath" net.imagej.Main --headless -macro "$work/macro.ijm" > "$work/fiji.txt" 2>&1 ||
	{ tail -20 "$work/fiji.txt"; fail "the macro in Fiji"; }
[ -s "$work/found/images.csv" ] || { tail -20 "$work/fiji.txt"; fail "the macro in Fiji wrote no table"; }
head -3 "$work/found/images.csv"
echo "Both work."
