"""Writes image files of many kinds and what Pillow, tifffile and OpenCV read from them.

    pip install numpy pillow tifffile imagecodecs opencv-python-headless
    python generate.py FOLDER [WIDTH HEIGHT]

FOLDER.zip gets the files, manifest.csv (file, kind, bits, expected, tolerance) and expected.safetensors. `expected` names the
tensor [channels, height, width] that a reader has to give, or says `refused: WORDS`, words that its message has to hold.
Signed integers are expected shifted to unsigned ones, everything that is neither 8 nor 16 bits as float32.
"""
from common import *

# -- TIFF: every sample type with every lossless compression, predictor and layout

integers = {"u8": (gray(8), 8), "u16": (gray(16), 16), "rgb8": (rgb(8), 8), "rgb16": (rgb(16), 16)}
for key, (data, bits) in integers.items():
    photometric = "rgb" if data.ndim == 3 else "minisblack"
    tiff(f"{key}_plain", "tiff plain", data, bits, photometric=photometric)
    for compression in ("lzw", "zlib", "packbits"):
        tiff(f"{key}_{compression}", "tiff " + compression, data, bits, photometric=photometric, compression=compression,
             rowsperstrip=7)
    for compression in ("lzw", "zlib"):
        tiff(f"{key}_{compression}_pred", "tiff horizontal predictor", data, bits, photometric=photometric,
             compression=compression, predictor=2, rowsperstrip=8)
        tiff(f"{key}_{compression}_pred_tiled", "tiff horizontal predictor", data, bits, photometric=photometric,
             compression=compression, predictor=2, tile=(16, 16))
    tiff(f"{key}_tiled", "tiff tiled", data, bits, photometric=photometric, tile=(16, 32))
    tiff(f"{key}_strips", "tiff strips", data, bits, photometric=photometric, rowsperstrip=5)
    tiff(f"{key}_big_endian", "tiff big endian", data, bits, photometric=photometric, byteorder=">")
    tiff(f"{key}_big_endian_pred", "tiff big endian", data, bits, photometric=photometric, byteorder=">", compression="lzw",
         predictor=2)
    tiff(f"{key}_bigtiff", "tiff bigtiff", data, bits, photometric=photometric, bigtiff=True, compression="zlib")

for key in ("rgb8", "rgb16"):
    data, bits = integers[key]
    planar = np.moveaxis(data, -1, 0)
    tiff(f"{key}_planar", "tiff planar", planar, bits, data, photometric="rgb", planarconfig="separate")
    tiff(f"{key}_planar_lzw", "tiff planar", planar, bits, data, photometric="rgb", planarconfig="separate",
         compression="lzw", predictor=2)
    tiff(f"{key}_planar_tiled", "tiff planar", planar, bits, data, photometric="rgb", planarconfig="separate",
         compression="zlib", tile=(16, 16))
    alpha = np.concatenate([data, np.full_like(data[..., :1], 77)], -1)
    tiff(f"{key}_alpha", "tiff alpha", alpha, bits, data, photometric="rgb", extrasamples=["unassalpha"])
    tiff(f"{key}_alpha_lzw", "tiff alpha", alpha, bits, data, photometric="rgb", extrasamples=["unassalpha"],
         compression="lzw", predictor=2)
    tiff(f"{key}_alpha_planar", "tiff alpha", np.moveaxis(alpha, -1, 0), bits, data, photometric="rgb",
         planarconfig="separate", extrasamples=["unassalpha"], compression="zlib")
for bits in (8, 16):
    two = np.stack([gray(bits), np.full_like(gray(bits), 99)], -1)
    tiff(f"gray{bits}_alpha", "tiff alpha", two, bits, gray(bits), photometric="minisblack", extrasamples=["unassalpha"],
         planarconfig="contig")
    tiff(f"gray{bits}_alpha_lzw", "tiff alpha", two, bits, gray(bits), photometric="minisblack",
         extrasamples=["unassalpha"], planarconfig="contig", compression="lzw", predictor=2)

for count in (2, 3, 5):
    channels = np.stack([gray(16) // (c + 1) for c in range(count)])
    for suffix, options in (("contig", {}), ("separate", {}), ("separate_lzw", {"compression": "lzw"})):
        if suffix == "contig":
            tiff(f"channels{count}_{suffix}", "tiff channels of gray", np.moveaxis(channels, 0, -1), 16, channels,
                 photometric="minisblack", planarconfig="contig")
        else:
            tiff_refused(f"channels{count}_{suffix}", "tiff channels of gray", "planes", channels, photometric="minisblack",
                         planarconfig="separate", **options)

for bits, dtype in ((8, np.int8), (16, np.int16)):
    signed = (gray(bits).astype(np.int32) - 2 ** (bits - 1)).astype(dtype)
    for suffix, options in (("plain", {}), ("lzw", {"compression": "lzw"}), ("zlib_pred", {"compression": "zlib",
            "predictor": 2}), ("tiled", {"tile": (16, 16), "compression": "zlib"}), ("big_endian", {"byteorder": ">"})):
        tiff(f"s{bits}_{suffix}", "tiff signed", signed, bits, gray(bits), **options)
for name, data in (("u32", (unit * 16000000).astype(np.uint32)), ("s32", (unit * 16000000 - 8000000).astype(np.int32)),
                   ("f16", (unit * 6 - 3).astype(np.float16)), ("f32", (unit * 600 - 300).astype(np.float32)),
                   ("f64", (unit * 600 - 300).astype(np.float32).astype(np.float64))):
    for suffix, options in (("plain", {}), ("zlib", {"compression": "zlib"}), ("lzw_tiled", {"compression": "lzw",
            "tile": (16, 16)}), ("big_endian", {"byteorder": ">"})):
        tiff(f"{name}_{suffix}", "tiff " + ("float" if name[0] == "f" else "32-bit integers"), data, 32, **options)
    if name[0] == "f":
        tiff(f"{name}_pred3", "tiff floating point predictor", data, 32, compression="zlib", predictor=3)
        tiff(f"{name}_pred3_tiled", "tiff floating point predictor", data, 32, compression="zlib", predictor=3,
             tile=(16, 16))
        tiff(f"{name}_pred3_big_endian", "tiff floating point predictor", data, 32, compression="lzw", predictor=3,
             byteorder=">")
    else:
        tiff(f"{name}_pred", "tiff horizontal predictor", data, 32, compression="zlib", predictor=2)
for name, dtype in (("f16", np.float16), ("f32", np.float32)):
    tiff(f"rgb_{name}", "tiff float", colour.astype(dtype), 32, photometric="rgb")
    tiff(f"rgb_{name}_pred3", "tiff floating point predictor", colour.astype(dtype), 32, photometric="rgb",
         compression="zlib", predictor=3)

for bits in (1, 2, 4):
    data = gray(bits)
    seen = np.round(data * (255 / (2 ** bits - 1)))
    if bits == 1:
        tiff("bits1_plain", "tiff below 8 bits", data.astype(bool), 8, seen, check=False, photometric="minisblack")
        tiff("bits1_zlib", "tiff below 8 bits", data.astype(bool), 8, seen, check=False,
             photometric="minisblack", compression="zlib")
        tiff("bits1_white_is_zero", "tiff below 8 bits", data.astype(bool), 8, 255 - seen, check=False,
             photometric="miniswhite")
        tiff("bits1_tiled", "tiff below 8 bits", data.astype(bool), 8, seen, check=False,
             photometric="minisblack", tile=(16, 16))
    else:
        packed_tiff(f"bits{bits}_plain", "tiff below 8 bits", data, bits, 8, seen)
        packed_tiff(f"bits{bits}_zlib", "tiff below 8 bits", data, bits, 8, seen, 8)
        packed_tiff(f"bits{bits}_backwards", "tiff below 8 bits", data, bits, 8, seen, fill_order=2)
for bits in (10, 12, 14):
    packed_tiff(f"bits{bits}_plain", "tiff 10 to 14 bits packed", gray(bits), bits, 16, gray(bits))
    packed_tiff(f"bits{bits}_lzw", "tiff 10 to 14 bits packed", gray(bits), bits, 16, gray(bits), 5)
    packed_tiff(f"bits{bits}_rgb", "tiff 10 to 14 bits packed", rgb(bits), bits, 16, rgb(bits), 8)
tiff("u8_white_is_zero", "tiff white is zero", gray(8), 8, 255 - gray(8), photometric="miniswhite")
tiff("u8_white_is_zero_lzw", "tiff white is zero", gray(8), 8, 255 - gray(8), photometric="miniswhite", compression="lzw",
     predictor=2)

palette = rng.integers(0, 256, (3, 256)).astype(np.uint16) * 257
indices = gray(8)
seen = np.moveaxis(palette[:, indices] >> 8, 0, -1)
for suffix, options in (("plain", {}), ("lzw", {"compression": "lzw"}), ("tiled", {"tile": (16, 16)})):
    tiff(f"palette_{suffix}", "tiff palette", indices, 8, seen, photometric="palette", colormap=palette, **options)
small = gray(4)
for bits in (2, 4):
    few = palette[:, :2 ** bits]
    packed_tiff(f"palette{bits}", "tiff palette", gray(bits), bits, 8, np.moveaxis(few[:, gray(bits)] >> 8, 0, -1),
                colours=few)

for name, mode in (("group3", "group3"), ("group4", "group4"), ("ccitt", "tiff_ccitt")):
    file = f"tiff_{name}.tif"
    Image.fromarray(gray(1).astype(bool)).save(OUT / file, compression=mode)
    expect(file, "tiff ccitt", 8, gray(1) * 255.0, check=np.asarray(Image.open(OUT / file)) * 255.0)

# -- TIFF: JPEG inside

for key in ("u8", "rgb8"):
    data = integers[key][0]
    for width in (168, 500, 512, 600):
        wide = np.tile(data, (2, -(-width // WIDTH)) + (1,) * (data.ndim - 2))[:, :width]
        if width > 168 and (key == "u8" or width > 512):
            continue
        file = f"tiff_jpeg_{key}_{width}.tif"
        Image.fromarray(wide).save(OUT / file, compression="jpeg", quality=90)
        expect(file, "tiff jpeg", 8, np.asarray(Image.open(OUT / file)), 3)
    for suffix, options in (("strips", {"rowsperstrip": 16}), ("tiles", {"tile": (16, 16)})):
        file = f"tiff_jpeg_{key}_{suffix}.tif"
        tifffile.imwrite(OUT / file, data, metadata=None, compression="jpeg", photometric="minisblack" if key == "u8" else
                         "ycbcr", **options)
        expect(file, "tiff jpeg", 8, tifffile.imread(OUT / file), 3)
cv2.imwrite(str(OUT / "tiff_jpeg_opencv.tif"), rgb(8)[..., ::-1], [cv2.IMWRITE_TIFF_COMPRESSION, 7])
expect("tiff_jpeg_opencv.tif", "tiff jpeg", 8, np.asarray(Image.open(OUT / "tiff_jpeg_opencv.tif").convert("RGB")), 3)
tifffile.imwrite(OUT / "tiff_jpeg_rgb.tif", rgb(8), metadata=None, compression="jpeg", photometric="rgb",
                 compressionargs={"outcolorspace": "rgb"})
expect("tiff_jpeg_rgb.tif", "tiff jpeg", 8, tifffile.imread(OUT / "tiff_jpeg_rgb.tif"), 3)

# -- TIFF: written by OpenCV and Pillow as they do by default

for key, (data, bits) in integers.items():
    file = f"tiff_opencv_{key}.tif"
    cv2.imwrite(str(OUT / file), data if data.ndim == 2 else data[..., ::-1])
    expect(file, "tiff of opencv", bits, data, check=tifffile.imread(OUT / file))
cv2.imwrite(str(OUT / "tiff_opencv_f32.tif"), unit.astype(np.float32))
expect("tiff_opencv_f32.tif", "tiff of opencv", 32, unit.astype(np.float32))
cv2.imwrite(str(OUT / "tiff_opencv_f64.tif"), unit.astype(np.float32).astype(np.float64))
expect("tiff_opencv_f64.tif", "tiff of opencv", 32, unit.astype(np.float32))
for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
    for key, data in (("u8", gray(8)), ("rgb8", rgb(8)), ("u16", gray(16))):
        file = f"tiff_pillow_{key}_{compression}.tif"
        Image.fromarray(data).save(OUT / file, compression=compression)
        expect(file, "tiff of pillow", 16 if key == "u16" else 8, data, check=np.asarray(Image.open(OUT / file)))
ycbcr = Image.fromarray(rgb(8)).convert("YCbCr")
ycbcr.save(OUT / "tiff_ycbcr.tif")
expect("tiff_ycbcr.tif", "tiff YCbCr", 8, np.asarray(ycbcr.convert("RGB")), 1)
ycbcr.save(OUT / "tiff_ycbcr_lzw.tif", compression="tiff_lzw")
expect("tiff_ycbcr_lzw.tif", "tiff YCbCr", 8, np.asarray(ycbcr.convert("RGB")), 1)

# -- TIFF: pages

def pages(name, *images, kind="tiff pages", bits=8, expected=None):
    file = f"tiff_{name}.tif"
    with tifffile.TiffWriter(OUT / file) as writer:
        for data, options in images:
            writer.write(data, metadata=None, **options)
    expect(file, kind, bits, images[0][0] if expected is None else expected)


half = gray(8)[::2, ::2]
for suffix, options in (("plain", {}), ("lzw", {"compression": "lzw"})):
    pages(f"thumbnail_last_{suffix}", (gray(8), options), (half, {"subfiletype": 1, **options}))
    pages(f"thumbnail_first_{suffix}", (half, {"subfiletype": 1, **options}), (gray(8), options), expected=gray(8))
    pages(f"overviews_{suffix}", (gray(16), {"tile": (16, 16), **options}), (gray(16)[::2, ::2], {"tile": (16, 16),
          "subfiletype": 1, **options}), (gray(16)[::4, ::4], {"tile": (16, 16), "subfiletype": 1, **options}), bits=16)
    pages(f"overviews_unmarked_{suffix}", (gray(8), options), (half, options), (gray(8)[::4, ::4], options))
    pages(f"mask_page_{suffix}", (gray(8), options), ((gray(8) > 99), {"subfiletype": 4}))
pages("subifds", (gray(8), {"subifds": 1}), (half, {"subfiletype": 1}))
with tifffile.TiffWriter(OUT / "tiff_two_sizes.tif") as writer:
    writer.write(gray(8), metadata=None)
    writer.write(gray(8)[3:, 9:], metadata=None)
refuse("tiff_two_sizes.tif", "tiff pages", "page 2")

# -- TIFF: refused by name

tiff_refused("c64", "tiff complex", "complex", (unit + 1j * unit).astype(np.complex64))
tiff_refused("c128", "tiff complex", "complex", (unit + 1j * unit).astype(np.complex128))
tiff_refused("u64", "tiff 64-bit integers", "64-bit", gray(32).astype(np.uint64))
tiff_refused("s64", "tiff 64-bit integers", "64-bit", gray(32).astype(np.int64))
tiff_refused("u64_zlib", "tiff 64-bit integers", "64-bit", gray(32).astype(np.uint64), compression="zlib")
tiff_refused("zstd", "tiff compression", "Zstandard", gray(8), compression="zstd")
tiff_refused("zstd_rgb16", "tiff compression", "Zstandard", rgb(16), compression="zstd", photometric="rgb", predictor=2)
tiff_refused("webp", "tiff compression", "WebP", rgb(8), compression="webp", photometric="rgb")
tiff_refused("lzma", "tiff compression", "LZMA", gray(8), compression="lzma")
tiff_refused("lerc", "tiff compression", "LERC", unit.astype(np.float32), compression="lerc")
tiff_refused("jpeg2000", "tiff compression", "JPEG 2000", gray(16), compression="jpeg2000")
tiff_refused("jpegxl", "tiff compression", "JPEG XL", gray(8), compression="jpegxl")
tiff_refused("png", "tiff compression", "PNG", gray(8), compression="png")
tiff_refused("cmyk", "tiff colours", "CMYK", np.concatenate([rgb(8), rgb(8)[..., :1]], -1), photometric="separated")
tiff_refused("cmyk16_lzw", "tiff colours", "CMYK", np.concatenate([rgb(16), rgb(16)[..., :1]], -1), photometric="separated",
             compression="lzw")
tiff_refused("lab16", "tiff colours", "CIE L*a*b*", rgb(16), photometric="cielab")
for suffix, options in (("plain", {}), ("lzw", {"compression": "tiff_lzw"})):
    Image.merge("LAB", [Image.fromarray(np.ascontiguousarray(rgb(8)[..., c])) for c in range(3)]).save(
        OUT / f"tiff_lab_{suffix}.tif", **options)
    refuse(f"tiff_lab_{suffix}.tif", "tiff colours", "CIE L*a*b*")
Image.fromarray(rgb(8)).convert("CMYK").save(OUT / "tiff_pillow_cmyk.tif", compression="tiff_lzw")
refuse("tiff_pillow_cmyk.tif", "tiff colours", "CMYK")
tiff_refused("ink3", "tiff colours", "inks", rgb(16), photometric="rgb")
with tifffile.TiffFile(OUT / "tiff_ink3.tif", mode="r+b") as opened:
    opened.pages[0].tags[262].overwrite(5)
tiff_refused("cfa", "tiff colours", "colour filter", gray(16), photometric="cfa")

# -- PNG

for depth in (1, 2, 4, 8, 16):
    raw_png(f"png_gray{depth}.png", "png gray", depth, gray(depth), 0, depth, np.round(gray(depth) * (
        1 if depth >= 8 else 255 / (2 ** depth - 1))), out_bits=max(8, depth))
raw_png("png_gray_transparent.png", "png alpha", 8, gray(8), 0, 8, gray(8), [(b"tRNS", b"\0\7")])
raw_png("png_gray16_transparent.png", "png alpha", 16, gray(16), 0, 16, gray(16), [(b"tRNS", b"\0\7")], 16)
raw_png("png_rgb_transparent.png", "png alpha", 8, rgb(8).reshape(HEIGHT, -1), 2, 8, rgb(8), [(b"tRNS", b"\0\7\0\7\0\7")])
raw_png("png_sbit10.png", "png gray", 16, gray(16) & 0xffc0, 0, 16, gray(16) & 0xffc0, [(b"sBIT", b"\x0a")], 16)
for depth in (8, 16):
    for suffix, extra in (("", []), ("_gamma", [(b"gAMA", struct.pack(">I", 100000))]), ("_broken_icc", [(b"iCCP",
            b"name\0\0no deflate")]), ("_broken_text", [(b"zTXt", b"Comment\0\0no deflate"), (b"iTXt", b"\0\1")])):
        raw_png(f"png_rgb{depth}{suffix}.png", "png colour" if not suffix else "png side information", depth,
                rgb(depth).reshape(HEIGHT, -1), 2, depth, rgb(depth), extra, depth)
    alpha = np.concatenate([rgb(depth), np.full_like(rgb(depth)[..., :1], 40)], -1)
    raw_png(f"png_rgba{depth}.png", "png alpha", depth, alpha.reshape(HEIGHT, -1), 6, depth, rgb(depth), out_bits=depth)
    both = np.stack([gray(depth), np.full_like(gray(depth), 40)], -1)
    raw_png(f"png_graya{depth}.png", "png alpha", depth, both.reshape(HEIGHT, -1), 4, depth, gray(depth), out_bits=depth)
raw_png("png_rgb_10_in_16.png", "png colour", 16, rgb(10).reshape(HEIGHT, -1), 2, 16, rgb(10), out_bits=16)
table = (palette >> 8).astype(np.uint8).T
for depth in (1, 2, 4, 8):
    raw_png(f"png_palette{depth}.png", "png palette", depth, gray(depth), 3, depth, table[gray(depth)].astype(np.float32),
            [(b"PLTE", table[:2 ** depth].tobytes()), (b"tRNS", b"\0\x80")])
gray_table = np.repeat(rng.permutation(256).astype(np.uint8)[:, None], 3, 1)
raw_png("png_palette_gray.png", "png palette", 8, gray(8), 3, 8, gray_table[gray(8), 0], [(b"PLTE", gray_table.tobytes())])

# -- JPEG

ICC = b"ICC_PROFILE\0"
jpeg("jpeg_gray.jpg", gray(8))
jpeg("jpeg_444.jpg", rgb(8), subsampling=0)
jpeg("jpeg_422.jpg", rgb(8), 6, subsampling=1)
jpeg("jpeg_420.jpg", rgb(8), 6, subsampling=2)
jpeg("jpeg_progressive.jpg", rgb(8), subsampling=0, progressive=True)
jpeg("jpeg_restart.jpg", rgb(8), subsampling=0, restart_marker_blocks=2)
jpeg("jpeg_no_jfif.jpg", rgb(8), subsampling=0, edit=without_app0)
jpeg("jpeg_keep_rgb.jpg", rgb(8), keep_rgb=True)
jpeg("jpeg_icc_empty.jpg", rgb(8), kind="jpeg profile", subsampling=0, edit=after_start(segment(0xe2, ICC + b"\1\1")))
jpeg("jpeg_icc_twice.jpg", rgb(8), kind="jpeg profile", subsampling=0,
     edit=after_start(2 * segment(0xe2, ICC + b"\1\1" + bytes(200))))
jpeg("jpeg_icc_one_of_three.jpg", rgb(8), kind="jpeg profile", subsampling=0,
     edit=after_start(segment(0xe2, ICC + b"\1\3" + bytes(200))))
jpeg("jpeg_icc_gray_in_colour.jpg", rgb(8), kind="jpeg profile", subsampling=0,
     edit=after_start(segment(0xe2, ICC + b"\1\1" + bytes(16) + b"GRAYXYZ " + bytes(200))))
jpeg("jpeg_exif_first.jpg", rgb(8), kind="jpeg side information", subsampling=0,
     edit=after_start(segment(0xe1, b"Exif\0\0broken")))
jpeg("jpeg_two_jfif.jpg", rgb(8), kind="jpeg side information", subsampling=0,
     edit=after_start(segment(0xe0, b"JFIF\0\1\1\0\0\1\0\1\0\0")))
jpeg("jpeg_jfif_thumbnail_broken.jpg", rgb(8), kind="jpeg side information", subsampling=0, edit=lambda data: data[:2]
     + segment(0xe0, b"JFIF\0\1\1\0\0\1\0\1\5\5") + without_app0(data)[2:])
jpeg("jpeg_bytes_behind.jpg", rgb(8), kind="jpeg side information", subsampling=0, edit=lambda data: data + bytes(500))
(OUT / "jpeg_cmyk.jpg").write_bytes(encoded(Image.fromarray(rgb(8)).convert("CMYK"), "JPEG"))
refuse("jpeg_cmyk.jpg", "jpeg refused", "CMYK")
(OUT / "jpeg_lossless.jpg").write_bytes(imagecodecs.ljpeg_encode(gray(8)))
refuse("jpeg_lossless.jpg", "jpeg refused", "lossless")
(OUT / "jpeg_12bit.jpg").write_bytes(imagecodecs.jpeg8_encode(gray(12), bitspersample=12))
refuse("jpeg_12bit.jpg", "jpeg refused", "12 bits")
arithmetic = bytearray(encoded(Image.fromarray(gray(8)), "JPEG"))
arithmetic[arithmetic.index(b"\xff\xc0") + 1] = 0xc9
(OUT / "jpeg_arithmetic.jpg").write_bytes(arithmetic)
refuse("jpeg_arithmetic.jpg", "jpeg refused", "arithmetic")

# -- Orientation: the upright picture is expected

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x112] = orientation
    upright = lambda file: np.asarray(__import__("PIL.ImageOps").ImageOps.exif_transpose(Image.open(file)))
    data = rgb(8)
    for name, image, options in ((f"orientation{orientation}.jpg", data, {"quality": 95, "subsampling": 0}),
                                 (f"orientation{orientation}.png", data, {}),
                                 (f"orientation{orientation}.webp", data, {"lossless": True})):
        Image.fromarray(image).save(OUT / name, exif=exif, **options)
        expect(name, "orientation", 8, upright(OUT / name), 3 if name.endswith("jpg") else 0)
    for suffix, options in (("plain", {}), ("lzw", {"compression": "lzw"})):
        file = f"orientation{orientation}_{suffix}.tif"
        tifffile.imwrite(OUT / file, gray(16), metadata=None, extratags=[(274, "H", 1, orientation, True)], **options)
        operation = {1: lambda a: a, 2: np.fliplr, 3: lambda a: a[::-1, ::-1], 4: np.flipud, 5: np.transpose,
                     6: lambda a: np.rot90(a, -1), 7: lambda a: a[::-1, ::-1].T, 8: np.rot90}[orientation]
        expect(file, "orientation", 16, operation(gray(16)))

# -- BMP, GIF, PNM, WebP, TGA and what is refused

Image.fromarray(gray(1).astype(bool)).save(OUT / "bmp_1.bmp")
expect("bmp_1.bmp", "bmp", 8, gray(1) * 255.0)
Image.fromarray(gray(8)).save(OUT / "bmp_8.bmp")
expect("bmp_8.bmp", "bmp", 8, gray(8))
Image.fromarray(rgb(8)).save(OUT / "bmp_24.dib")
expect("bmp_24.dib", "bmp", 8, rgb(8))
Image.fromarray(rgb(8)).save(OUT / "bmp_24.bmp")
expect("bmp_24.bmp", "bmp", 8, rgb(8), check=np.asarray(Image.open(OUT / "bmp_24.bmp")))
Image.fromarray(np.concatenate([rgb(8), rgb(8)[..., :1]], -1)).save(OUT / "bmp_32.bmp")
expect("bmp_32.bmp", "bmp", 8, rgb(8))
paletted = Image.fromarray(gray(8))
paletted = Image.frombytes("P", paletted.size, paletted.tobytes())
paletted.putpalette(table.tobytes())
paletted.save(OUT / "bmp_palette.bmp")
expect("bmp_palette.bmp", "bmp", 8, table[gray(8)])
paletted.save(OUT / "gif_palette.gif")
expect("gif_palette.gif", "gif", 8, np.asarray(Image.open(OUT / "gif_palette.gif").convert("RGB")))
Image.fromarray(gray(8)).save(OUT / "gif_gray.gif")
expect("gif_gray.gif", "gif", 8, gray(8), check=np.asarray(Image.open(OUT / "gif_gray.gif").convert("L")))
Image.fromarray(gray(8)).save(OUT / "pnm_8.pgm")
expect("pnm_8.pgm", "pnm", 8, gray(8))
Image.fromarray(gray(16)).save(OUT / "pnm_16.pgm")
expect("pnm_16.pgm", "pnm", 16, gray(16), check=cv2.imread(str(OUT / "pnm_16.pgm"), cv2.IMREAD_UNCHANGED))
Image.fromarray(rgb(8)).save(OUT / "pnm_rgb.ppm")
expect("pnm_rgb.ppm", "pnm", 8, rgb(8))
cv2.imwrite(str(OUT / "pnm_rgb16.ppm"), rgb(16)[..., ::-1])
expect("pnm_rgb16.ppm", "pnm", 16, rgb(16))
Image.fromarray(gray(1).astype(bool)).save(OUT / "pnm_1.pbm")
expect("pnm_1.pbm", "pnm", 8, gray(1) * 255.0)
Image.fromarray(rgb(8)).save(OUT / "webp_lossless.webp", lossless=True, exact=True)
expect("webp_lossless.webp", "webp lossless", 8, rgb(8), check=np.asarray(Image.open(OUT / "webp_lossless.webp")))
Image.fromarray(np.concatenate([rgb(8), np.where(gray(8) > 99, 255, 60)[..., None].astype(np.uint8)], -1)).save(
    OUT / "webp_alpha.webp", lossless=True, exact=True)
expect("webp_alpha.webp", "webp lossless", 8, rgb(8))
# lossy colours are enlarged from half size, which each decoder does its own way: compared without colour
Image.fromarray(gray(8)).save(OUT / "webp_lossy.webp", quality=90)
expect("webp_lossy.webp", "webp lossy", 8, np.asarray(Image.open(OUT / "webp_lossy.webp")), 8)
for name, image in (("rgb", Image.fromarray(rgb(8))), ("gray", Image.fromarray(gray(8)))):
    for rle in (None, "tga_rle"):
        file = f"tga_{name}{'_rle' if rle else ''}.tga"
        image.save(OUT / file, compression=rle)
        expect(file, "tga", 8, np.asarray(Image.open(OUT / file)))
Image.fromarray(rgb(8)).save(OUT / "jpeg2000.jp2")
refuse("jpeg2000.jp2", "other formats", "JPEG 2000")
(OUT / "jpeg2000.j2k").write_bytes(imagecodecs.jpeg2k_encode(gray(8), codecformat="j2k"))
refuse("jpeg2000.j2k", "other formats", "JPEG 2000")
Image.fromarray(rgb(8)).save(OUT / "av1.avif")
refuse("av1.avif", "other formats", "AVIF")
(OUT / "xl.jxl").write_bytes(imagecodecs.jpegxl_encode(rgb(8)))
refuse("xl.jxl", "other formats", "JPEG XL")

finish()
