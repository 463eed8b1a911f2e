"""Writes further siblings of kinds of image files that were once read as other numbers; see generate.py.

    python generate_siblings.py FOLDER [WIDTH HEIGHT]
"""
from common import *

G8, C8 = gray(8), rgb(8)
# beyond 2^31, where a signed number is negative
DEEP = np.round(unit * (2 ** 32 - 257)).astype(np.uint32)
DEEP_RGB = np.round(colour * (2 ** 32 - 257)).astype(np.uint32)

for name, options in (("plain", {}), ("zlib_pred", dict(compression="zlib", predictor=2)), ("lzw_tiled", dict(compression="lzw", tile=(16, 16))),
                      ("big_endian", dict(byteorder=">")), ("bigtiff", dict(bigtiff=True))):
    tiff("deep32_" + name, "tiff 32-bit integers", DEEP, 32, photometric="minisblack", **options)
    tiff("deep32_rgb_" + name, "tiff 32-bit integers", DEEP_RGB, 32, photometric="rgb", **options)
tiff("deep32_planar", "tiff 32-bit integers", np.moveaxis(DEEP_RGB, -1, 0), 32, DEEP_RGB, photometric="rgb", planarconfig="separate")
tiff("deep32_alpha", "tiff 32-bit integers", np.concatenate([DEEP_RGB, DEEP_RGB[..., :1]], -1), 32, DEEP_RGB, photometric="rgb",
     extrasamples=["unassalpha"])

with_alpha = np.concatenate([colour, np.ones_like(colour[..., :1])], -1)
for name, options in (("contiguous", {}), ("strips", dict(compression="packbits", rowsperstrip=4)), ("planar", dict(planarconfig="separate"))):
    data = np.moveaxis(with_alpha, -1, 0) if name == "planar" else with_alpha
    tiff_refused("f64_alpha_" + name, "tiff float", "64-bit floating point", data, photometric="rgb", extrasamples=["unspecified"], **options)
tiff_refused("f64_gray_alpha", "tiff float", "64-bit floating point", with_alpha[..., 2:], photometric="minisblack",
             extrasamples=["unassalpha"])


def tiles(depth, data, side):
    """Tiles of samples of some bits, those at the border filled with zeros."""
    blobs = []
    for top in range(0, HEIGHT, side):
        for left in range(0, WIDTH, side):
            tile = np.zeros((side, side, data.shape[2]), np.uint16)
            part = data[top:top + side, left:left + side]
            tile[:part.shape[0], :part.shape[1]] = part
            blobs.append(b"".join(np.packbits((row.reshape(-1, 1) >> np.arange(depth - 1, -1, -1) & 1).astype(np.uint8)).tobytes()
                                  for row in tile))
    return blobs


def tiled(file, depth, data, side, expected):
    blobs = tiles(depth, data, side)
    at = 8 + sum(len(blob) for blob in blobs)
    offsets = [8 + sum(len(blob) for blob in blobs[:i]) for i in range(len(blobs))]
    samples = data.shape[2]
    tags = [(256, 3, [WIDTH]), (257, 3, [HEIGHT]), (258, 3, [depth] * samples), (259, 3, [1]), (262, 3, [2 if samples == 3 else 1]),
            (277, 3, [samples]), (322, 3, [side]), (323, 3, [side]), (324, 4, offsets), (325, 4, [len(blob) for blob in blobs])]
    behind = at + 2 + 12 * len(tags) + 4
    directory, tail = struct.pack("<H", len(tags)), b""
    for tag, type_, values in tags:
        content = b"".join(struct.pack("<H" if type_ == 3 else "<I", value) for value in values)
        field = content.ljust(4, b"\0")
        if len(content) > 4:
            field, tail = struct.pack("<I", behind + len(tail)), tail + content
        directory += struct.pack("<HHI", tag, type_, len(values)) + field
    (OUT / file).write_bytes(b"II*\0" + struct.pack("<I", at) + b"".join(blobs) + directory + bytes(4) + tail)
    if expected is None:
        refuse(file, "tiff odd bits", f"{depth}-bit samples lie in tiles")
    else:
        expect(file, "tiff odd bits", 16 if depth > 8 else 8, expected)


for depth in (10, 12, 14):
    tiled(f"cut_tiles{depth}.tif", depth, gray(depth)[..., None], 16, None)
    tiled(f"cut_tiles{depth}_rgb.tif", depth, rgb(depth), 32, None)
for depth in (1, 2, 4):
    tiled(f"cut_tiles{depth}.tif", depth, gray(depth)[..., None], 16, gray(depth) * (255.0 // (2 ** depth - 1)))

for rle in (False, True):
    name = f"tga_gray_alpha{'_rle' if rle else ''}.tga"
    Image.fromarray(np.stack([G8, 255 - G8], -1), "LA").save(OUT / name, compression="tga_rle" if rle else None)
    expect(name, "tga", 8, G8, check=np.asarray(Image.open(OUT / name))[..., 0])

for name in ("jpeg_ls.jls", "jpeg_ls_named.jpg"):
    (OUT / name).write_bytes(imagecodecs.jpegls_encode(C8))
    refuse(name, "jpeg refused", "JPEG-LS")

(OUT / "pnm_beyond.pgm").write_bytes(b"P2\n%d %d\n255\n" % (WIDTH, HEIGHT) + b" ".join(b"%d" % (int(v) + 60) for v in G8.reshape(-1)))
refuse("pnm_beyond.pgm", "pnm", "255 is the largest")
finish()
