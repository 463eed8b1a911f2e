"""What the scripts beside share: pictures, how files and expectations are written down, and TIFF, PNG and JPEG by hand."""
import csv
import hashlib
import io
import json
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import cv2
import imagecodecs
import numpy as np
import tifffile
from PIL import Image

OUT = Path(sys.argv[1])
WIDTH, HEIGHT = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (37, 29)
OUT.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(42)
rows = []
tensors = {}

y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
smooth = 0.5 + 0.3 * np.sin(x / 9.0 + y / 17.0) + 0.15 * np.cos(y / 5.0)
noise = rng.normal(0, 0.02, (HEIGHT, WIDTH))
unit = np.clip(smooth + noise, 0, 1)
unit.flat[0], unit.flat[1] = 0, 1
colour = np.clip(np.stack([smooth, 1 - smooth, smooth.T[:1, :HEIGHT].T * np.ones((1, WIDTH))], -1)
                 + rng.normal(0, 0.02, (HEIGHT, WIDTH, 3)), 0, 1)
colour.flat[0], colour.flat[1], colour.flat[2] = 0, 1, 0.5


def gray(bits):
    return np.round(unit * (2 ** bits - 1)).astype(np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32)


def rgb(bits):
    return np.round(colour * (2 ** bits - 1)).astype(np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32)


def tensor(array):
    """Stores an array [H, W] or [H, W, C] or [C, H, W] of few channels as float32 and returns its name."""
    array = np.asarray(array)
    if array.ndim == 2:
        array = array[None]
    elif array.shape[-1] <= 5:
        array = np.moveaxis(array, -1, 0)
    array = np.ascontiguousarray(array, np.float32)
    name = "x" + hashlib.sha256(str(array.shape).encode() + array.tobytes()).hexdigest()[:12]
    tensors[name] = array
    return name


def expect(file, kind, bits, array, tolerance=0, check=None):
    """Notes what a reader has to give; `check` is what a library read, which has to be the same."""
    if check is not None:
        found = np.asarray(check, np.float64)
        error = np.abs(found - np.asarray(array, np.float64)).max()
        assert found.shape == np.asarray(array).shape and error <= tolerance, (file, found.shape, error)
    rows.append([file, kind, bits, tensor(array), tolerance])


def refuse(file, kind, words):
    rows.append([file, kind, "", "refused: " + words, ""])


def tiff(name, kind, data, bits, expected=None, check=True, tolerance=0, **options):
    file = "tiff_" + name + ".tif"
    tifffile.imwrite(OUT / file, data, metadata=None, **options)
    if check:
        read = tifffile.imread(OUT / file)
        if read.ndim == 3 and read.shape[0] <= 4 and read.shape[-1] > 4:
            read = np.moveaxis(read, 0, -1)
        want = data if not np.issubdtype(np.asarray(data).dtype, np.signedinteger) or bits == 32 else None
        if want is not None and np.asarray(want).shape == read.shape:
            assert tolerance or np.array_equal(read, want), file
    expect(file, kind, bits, data if expected is None else expected, tolerance)


def tiff_refused(name, kind, words, data, **options):
    file = "tiff_" + name + ".tif"
    tifffile.imwrite(OUT / file, data, metadata=None, **options)
    refuse(file, kind, words)


def packed_tiff(name, kind, data, depth, bits, expected, compression=1, fill_order=1, colours=None):
    """A TIFF of one strip with any number of bits per sample, which tifffile writes in part only."""
    channels = data.shape[2] if data.ndim == 3 else 1
    lines = data.reshape(HEIGHT, -1).astype(">u2")
    strip = b"".join(np.packbits(np.unpackbits(line.view(np.uint8).reshape(-1, 2), axis=1)[:, 16 - depth:].reshape(-1)
                                 ).tobytes() for line in lines)
    if fill_order == 2:
        strip = np.packbits(np.unpackbits(np.frombuffer(strip, np.uint8)), bitorder="little").tobytes()
    strip = {1: lambda b: b, 5: imagecodecs.lzw_encode, 8: zlib.compress}[compression](strip)
    tags = [(256, 3, [WIDTH]), (257, 3, [HEIGHT]), (258, 3, [depth] * channels), (259, 3, [compression]),
            (262, 3, [3 if colours is not None else 2 if channels == 3 else 1]), (266, 3, [fill_order]), (273, 4, [8]), (277, 3, [channels]),
            (278, 3, [HEIGHT]), (279, 4, [len(strip)])]
    if colours is not None:
        tags.append((320, 3, colours.reshape(-1)))
    strip += b"\0" * (len(strip) % 2)
    start = 8 + len(strip)
    behind = start + 2 + 12 * len(tags) + 4
    directory, tail = struct.pack("<H", len(tags)), b""
    for tag, type_, values in tags:
        content = b"".join(struct.pack("<H" if type_ == 3 else "<I", value) for value in values)
        if len(content) > 4:
            field, tail = struct.pack("<I", behind + len(tail)), tail + content
        else:
            field = content.ljust(4, b"\0")
        directory += struct.pack("<HHI", tag, type_, len(values)) + field
    (OUT / f"tiff_{name}.tif").write_bytes(b"II*\0" + struct.pack("<I", start) + strip + directory + bytes(4) + tail)
    expect(f"tiff_{name}.tif", kind, bits, expected)


def png_chunks(data, before_idat=()):
    """Adds chunks (type, content) behind IHDR."""
    head, rest = data[:33], data[33:]
    chunks = b"".join(struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
                      for kind, content in before_idat)
    return head + chunks + rest


def encoded(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def raw_png(name, kind, bits, samples, colour_type, depth, expected, extra=(), out_bits=8):
    """A PNG of any depth, written by hand; samples [height, width * channels]."""
    rows_ = []
    for line in samples:
        if depth == 16:
            packed = line.astype(">u2").tobytes()
        elif depth == 8:
            packed = line.astype(np.uint8).tobytes()
        else:
            bits_ = np.unpackbits(line.astype(np.uint8)[:, None], axis=1)[:, 8 - depth:].reshape(-1)
            packed = np.packbits(bits_).tobytes()
        rows_.append(b"\0" + packed)
    chunk = lambda kind_, content: (struct.pack(">I", len(content)) + kind_ + content + struct.pack(
        ">I", zlib.crc32(kind_ + content)))
    width = samples.shape[1] // {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour_type]
    (OUT / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, samples.shape[0], depth,
        colour_type, 0, 0, 0)) + b"".join(chunk(k, c) for k, c in extra) + chunk(b"IDAT", zlib.compress(b"".join(rows_)))
        + chunk(b"IEND", b""))
    expect(name, kind, out_bits, expected)


def jpeg(name, data, tolerance=3, kind="jpeg", edit=lambda bytes_: bytes_, expected=None, **options):
    image = data if isinstance(data, Image.Image) else Image.fromarray(data)
    (OUT / name).write_bytes(edit(encoded(image, "JPEG", quality=90, **options)))
    read = np.asarray(Image.open(OUT / name)) if expected is None else expected
    expect(name, kind, 8, read, tolerance)


def segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def after_start(extra):
    return lambda data: data[:2] + extra + data[2:]


def without_app0(data):
    return data[:2] + data[4 + struct.unpack(">H", data[4:6])[0]:]


def finish():
    """Writes what is expected, and all of it into one archive."""
    header = {}
    blob = b""
    for name in sorted(tensors):
        data = tensors[name].tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [len(blob), len(blob) + len(data)]}
        blob += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (OUT / "expected.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + blob)
    with open(OUT / "manifest.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["file", "kind", "bits", "expected", "tolerance"])
        writer.writerows(rows)
    with zipfile.ZipFile(OUT.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(OUT.iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    print(len(rows), "files,", len(tensors), "expectations")
