"""Writes ome-zarr.zip: OME-Zarr images as zarr 3.1.6 and numcodecs write them. Names tell kind and type; names that begin with
"no-" are of kinds that are refused. A number is (7 t + 5 c + 3 z + 11 y + 13 x) mod 251, then shifted and scaled by its type.

    python generate_zarr.py ome-zarr.zip
"""
import json
import pathlib
import sys
import tempfile
import zipfile

import numcodecs
import numpy as np
import zarr
from zarr.codecs import BloscCodec, Crc32cCodec, GzipCodec, ZstdCodec

FOLDER = pathlib.Path(tempfile.mkdtemp())
AXES = {2: "yx", 3: "zyx", 4: "czyx", 5: "tczyx"}


def values(shape, dtype):
    factors = [7, 5, 3, 11, 13][5 - len(shape):]
    v = sum(a * b for a, b in zip(np.indices(shape), factors)) % 251
    kind = np.dtype(dtype).kind
    if kind == "i":
        v = v - 100
    if kind == "f":
        v = v / 4 - 10
    if kind == "u" and np.dtype(dtype).itemsize == 2:
        v = v * 201
    return v.astype(dtype)


def description(axes, colours):
    steps = [1] * (len(axes) - 2) + [0.5, 0.25]
    kinds = {"t": "time", "c": "channel"}
    listed = [{"name": a, "type": kinds.get(a, "space"), **({} if a in kinds else {"unit": "micrometer"})} for a in axes]
    scale = [{"type": "scale", "scale": steps}]
    d = {"multiscales": [{"version": "0.4", "axes": listed, "datasets": [{"path": "0", "coordinateTransformations": scale}]}]}
    if colours:
        d["omero"] = {"channels": [{"color": c} for c in colours]}
    return d


def make(name, shape, dtype, chunks, compressors=None, axes=None, colours=None, plain=False, **more):
    version = 2 if "v2" in name else 3
    folder = FOLDER / (name + ".zarr")
    array = zarr.create_array(store=folder if plain else folder / "0", shape=shape, chunks=chunks, dtype=dtype, zarr_format=version,
                              compressors=compressors, **more)
    array[:] = values(shape, dtype)
    described = description(axes or AXES[len(shape)], colours)
    if plain:
        return
    if version == 2:
        (folder / ".zgroup").write_text('{"zarr_format": 2}')
        (folder / ".zattrs").write_text(json.dumps(described))
    else:
        group = {"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"version": "0.5", **described}}}
        (folder / "zarr.json").write_text(json.dumps(group))


make("v2-plain-uint8", (33, 41), "uint8", (16, 16), plain=True)
make("v2-zlib-uint16", (2, 3, 4, 33, 41), "uint16", (1, 1, 2, 16, 16), numcodecs.Zlib(5))
make("v2-gzip-float32", (33, 41), "float32", (16, 20), numcodecs.GZip(3))
make("v2-zstd-int16", (3, 33, 41), "int16", (1, 33, 41), numcodecs.Zstd(3))
make("v2-blosc-lz4-uint16", (4, 96, 110), "uint16", (2, 64, 64), numcodecs.Blosc("lz4", 5, 1))
make("v2-blosc-zstd-float32", (96, 110), "float32", (96, 110), numcodecs.Blosc("zstd", 5, 1))
make("v2-blosc-zlib-uint8", (96, 110), "uint8", (64, 64), numcodecs.Blosc("zlib", 5, 0))
make("v2-blosc-lz4hc-float64", (90, 70), "float64", (64, 64), numcodecs.Blosc("lz4hc", 5, 1))
make("v2-bigendian-uint16", (33, 41), ">u2", (16, 16), numcodecs.Zlib(1))
make("v2-nested-uint8", (3, 33, 41), "uint8", (1, 16, 16), numcodecs.Zlib(1), chunk_key_encoding={"name": "v2", "separator": "/"})
make("v2-colours-uint8", (3, 1, 33, 41), "uint8", (1, 1, 16, 16), numcodecs.Zlib(1), colours=["FF0000", "00FF00", "0000FF"])
make("v3-stored-int8", (33, 41), "int8", (16, 16))
make("v3-zstd-uint16", (2, 3, 4, 33, 41), "uint16", (1, 1, 1, 33, 41), ZstdCodec(level=3))
make("v3-gzip-uint32", (33, 41), "uint32", (16, 16), GzipCodec(level=3))
make("v3-blosc-float32", (96, 110), "float32", (64, 64), BloscCodec(cname="zstd", shuffle="shuffle"))
make("v3-checked-uint8", (33, 41), "uint8", (16, 16), [ZstdCodec(level=1), Crc32cCodec()])
make("v3-dots-uint8", (33, 41), "uint8", (16, 16), GzipCodec(level=3), chunk_key_encoding={"name": "default", "separator": "."})
make("no-v3-shards", (64, 64), "uint8", (16, 16), ZstdCodec(level=1), shards=(32, 32))
make("no-v2-bits", (96, 110), "uint16", (96, 110), numcodecs.Blosc("lz4", 5, 2))
make("no-v2-blosclz", (96, 110), "uint16", (96, 110), numcodecs.Blosc("blosclz", 5, 1))
make("no-v2-lzma", (33, 41), "uint8", (16, 16), numcodecs.LZMA())
make("no-v2-columns", (33, 41), "uint8", (16, 16), numcodecs.Zlib(1), order="F")
make("no-v2-interleaved", (33, 41, 3), "uint8", (16, 16, 3), numcodecs.Zlib(1), axes="yxc")
make("no-v2-complex", (33, 41), "complex64", (16, 16), numcodecs.Zlib(1))

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            out.write(file, file.relative_to(FOLDER))
