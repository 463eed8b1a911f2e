#!/usr/bin/env bash
# How cost grows with the number of images and with their size.
#   cost-against-size.sh FOLDER [MODEL ...]     FOLDER gets the data, the models and cost.csv
# Each row is one process: seconds of the clock, seconds of processor cores, and the most memory it held. One engine
# thread, filter bank, data of the program's own. Needs GNU time (package `time`).
set -euo pipefail

flow=$(cd "$(dirname "$0")/../../.." && pwd)/bin/anomaly-flow
folder=$1
shift
models=("$@")
[ $# -gt 0 ] || models=(patchcore padim cs-flow danflow)
mkdir -p "$folder"
table=$folder/cost.csv
[ -f "$table" ] || echo "model,work,images,side,seconds,cpu_seconds,peak_memory_mb" > "$table"
export OMP_NUM_THREADS=1

# measured MODEL WORK IMAGES SIDE COMMAND ...
measured() {
	local row=$1,$2,$3,$4
	if grep -q "^$row," "$table"; then return; fi
	shift 4
	/usr/bin/time -f '%e %U %S %M' -o "$folder/time" "$flow" "$@" > "$folder/log" 2>&1 || { tail -5 "$folder/log" >&2; exit 1; }
	awk -v row="$row" '{ printf "%s,%.1f,%.1f,%d\n", row, $1, $2 + $3, $4 / 1024 }' "$folder/time" >> "$table"
	tail -1 "$table"
}

images() {
	if [ ! -d "$folder/$1" ]; then "$flow" sample-data --save-to "$folder/$1" --categories weave --count "$1" > /dev/null 2>&1; fi
	echo "$folder/$1/weave"
}

for model in "${models[@]}"; do
	# the same number of epochs everywhere, so that cost and not the length that was found grows; one-pass detectors take none
	for case in "25 128" "50 128" "100 128" "200 128" "25 181" "25 256" "25 362"; do
		set -- $case
		data=$(images "$1")
		file=$folder/$model-$1-$2.aflow
		epochs=()
		case $model in *flow) epochs=(--epochs 10) ;; esac
		measured "$model" train "$1" "$2" train --model "$model" --backbone filter-bank --image-size "$2" --holdout quick "${epochs[@]}" \
			--good-images "$data" --save-to "$file" --yes
		rm -rf "$folder/found" "$folder/evaluated"
		measured "$model" detect-folder "$1" "$2" detect-folder --input-folder "$data/train/good" --output-folder "$folder/found" \
			--model-file "$file"
		measured "$model" evaluate "$1" "$2" evaluate --dataset "$data" --output-folder "$folder/evaluated" --model-file "$file"
	done
done
