"""Writes further image files, as cameras, microscopes, scanners and old programs do; see generate.py.

    python generate_rare.py FOLDER [WIDTH HEIGHT]
"""
from common import *


def packed(data, depth):
    """Rows of samples of some bits each, [height, samples]."""
    lines = data.astype(">u4").reshape(len(data), -1)
    return b"".join(np.packbits(np.unpackbits(line[:, None].view(np.uint8).reshape(-1, 4), axis=1)[:, 32 - depth:].reshape(-1)
                                ).tobytes() for line in lines)


def any_tiff(name, tags, blobs, order="<", big=False, odd=False, next_=0):
    """A TIFF of given tags (number, type, values); the values of tag 273 are indices of the blobs, which lie in front."""
    start, offsets = 16 if big else 8, []
    content = b""
    for blob in blobs:
        if odd and (start + len(content)) % 2 == 0:
            content += b"\0"
        offsets.append(start + len(content))
        content += blob
    content += b"\0" * (len(content) % 2)
    at = start + len(content)
    sizes = {1: "B", 2: "B", 3: "H", 4: "I", 5: "I", 6: "b", 8: "h", 11: "f", 12: "d", 16: "Q"}
    field = 8 if big else 4
    behind = at + (8 if big else 2) + (20 if big else 12) * len(tags) + field
    directory, tail = struct.pack(order + ("Q" if big else "H"), len(tags)), b""
    for tag, type_, values in tags:
        values = [offsets[v] for v in values] if tag in (273, 324) else values
        data = b"".join(struct.pack(order + sizes[type_], value) for value in values)
        count = len(values) // (2 if type_ == 5 else 1)
        if len(data) > field:
            place, tail = struct.pack(order + ("Q" if big else "I"), behind + len(tail)), tail + data
        else:
            place = data.ljust(field, b"\0")
        directory += struct.pack(order + ("HHQ" if big else "HHI"), tag, type_, count) + place
    mark = (b"II" if order == "<" else b"MM") + (struct.pack(order + "HHHQ", 43, 8, 0, at) if big else struct.pack(
        order + "HI", 42, at))
    (OUT / name).write_bytes(mark + content + directory + struct.pack(order + ("Q" if big else "I"), next_) + tail)


def basic(width, height, bits, photometric, samples=1, compression=1, rows=None, lengths=(0,), extra=()):
    tags = [(256, 3, [width]), (257, 3, [height]), (258, 3, [bits] * samples), (259, 3, [compression]), (262, 3, [photometric]),
            (273, 4, list(range(len(lengths)))), (277, 3, [samples]), (278, 4, [rows or height]), (279, 4, list(lengths))]
    return sorted(tags + list(extra))


def one_strip(name, kind, data, bits, out_bits, expected, photometric=1, samples=1, extra=(), order="<", **options):
    blob = packed(data.reshape(HEIGHT, -1), bits) if bits % 8 or bits == 24 else data.astype(
        {8: "u1", 16: order + "u2", 32: order + "u4"}[bits]).tobytes()
    if bits == 24 and order == "<":
        blob = np.frombuffer(blob, np.uint8).reshape(-1, 3)[:, ::-1].tobytes()
    any_tiff(name, basic(WIDTH, HEIGHT, bits, photometric, samples, lengths=(len(blob),), extra=extra), [blob], order, **options)
    if expected is not None:
        expect(name, kind, out_bits, expected)


G8, G16, C8, C16 = gray(8), gray(16), rgb(8), rgb(16)

# -- TIFF: unusual numbers of bits

for bits in (3, 5, 6, 7):
    one_strip(f"bits{bits}.tif", "tiff odd bits", gray(bits), bits, 8, None)
    refuse(f"bits{bits}.tif", "tiff odd bits", f"{bits}-bit")
for bits in (9, 11, 13, 15):
    one_strip(f"bits{bits}.tif", "tiff odd bits", gray(bits), bits, 16, None)
    refuse(f"bits{bits}.tif", "tiff odd bits", f"{bits}-bit")
for order in "<>":
    deep = np.round(unit * (2 ** 24 - 1)).astype(np.uint32)
    file = f"bits24{'le' if order == '<' else 'be'}.tif"
    one_strip(file, "tiff odd bits", deep, 24, 32, None, order=order)
    refuse(file, "tiff odd bits", "24-bit")
one_strip("bits20.tif", "tiff odd bits", np.round(unit * (2 ** 20 - 1)).astype(np.uint32), 20, 32, None)
refuse("bits20.tif", "tiff odd bits", "20-bit")
one_strip("rgb4.tif", "tiff odd bits", rgb(4), 4, 8, None, 2, 3)
refuse("rgb4.tif", "tiff odd bits", "4-bit")
packed565 = b"".join(np.packbits(np.concatenate([np.unpackbits(pixel[:, None], axis=1)[0, 3:], np.unpackbits(pixel[:, None],
    axis=1)[1, 2:], np.unpackbits(pixel[:, None], axis=1)[2, 3:]] * 1)).tobytes() for pixel in C8.reshape(-1, 3) >> 3)
any_tiff("rgb565.tif", [(256, 3, [WIDTH]), (257, 3, [HEIGHT]), (258, 3, [5, 6, 5]), (259, 3, [1]), (262, 3, [2]), (273, 4, [0]),
    (277, 3, [3]), (278, 3, [HEIGHT]), (279, 4, [len(packed565)])], [packed565])
refuse("rgb565.tif", "tiff odd bits", "different numbers of bits")

# -- TIFF: how black and white, signs and undefined samples are told

one_strip("white16.tif", "tiff white is zero", G16, 16, 16, G16, 0)
one_strip("white4.tif", "tiff white is zero", gray(4), 4, 8, 255 - gray(4) * 17.0, 0)
for bits, data in ((8, G8), (16, G16)):
    one_strip(f"void{bits}.tif", "tiff undefined samples", data, bits, bits, data, extra=[(339, 3, [4])])
s16 = (C16.astype(np.int32) - 32768).astype(np.int16)
tiff("rgb_s16", "tiff signed", s16, 16, C16, photometric="rgb", check=False)
tiff("rgb_s8", "tiff signed", (C8.astype(np.int16) - 128).astype(np.int8), 8, C8, photometric="rgb", check=False, compression="zlib")
tiff("rgb_u32", "tiff 32-bit integers", (colour * 16000000).astype(np.uint32), 32, photometric="rgb")
tiff("rgb_f64", "tiff float", colour.astype(np.float32).astype(np.float64), 32, photometric="rgb", compression="lzw")
tiff("f32_pred2", "tiff float", unit.astype(np.float32), 32, compression="zlib", predictor=3, rowsperstrip=3)
tiff("f32_planar_pred3", "tiff float", np.moveaxis(colour.astype(np.float32), -1, 0), 32, colour.astype(np.float32),
     photometric="rgb", planarconfig="separate", compression="zlib", predictor=3, tile=(16, 16))

# -- TIFF: further samples

for name, kinds in (("unspecified", ["unspecified"]), ("associated", ["assocalpha"]), ("alpha_depth", ["unassalpha", "unspecified"])):
    more = np.concatenate([C16] + [np.full_like(C16[..., :1], 65535)] * len(kinds), -1)
    tiff(f"rgb16_{name}", "tiff alpha", more, 16, C16, photometric="rgb", extrasamples=kinds, compression="zlib", predictor=2)
with_two = np.stack([G8, np.full_like(G8, 255), np.full_like(G8, 9)], -1)
one_strip("gray_two_more.tif", "tiff alpha", with_two, 8, 8, np.moveaxis(with_two, -1, 0), 1, 3, [(338, 3, [0, 0])])
palette = rng.integers(0, 256, (3, 256)).astype(np.uint16) * 257
colours = (320, 3, palette.reshape(-1).tolist())
one_strip("palette_alpha.tif", "tiff palette", np.stack([G8, np.full_like(G8, 255)], -1), 8, 8, np.moveaxis(
    palette[:, G8] >> 8, 0, -1), 3, 2, [colours, (338, 3, [2])])
one_strip("palette1.tif", "tiff palette", gray(1), 1, 8, np.moveaxis(palette[:, [0, 255]][:, gray(1)] >> 8, 0, -1), 3, 1, [(320, 3,
    palette[:, [0, 255]].reshape(-1).tolist())])
low = rng.integers(0, 256, (3, 256)).astype(np.uint16)
one_strip("palette_of_8_bits.tif", "tiff palette", G8, 8, 8, np.moveaxis(low[:, G8], 0, -1), 3, 1, [(320, 3,
    low.reshape(-1).tolist())])

# -- TIFF: how the file is laid out

cuts = [G16[i:i + 7].tobytes() for i in range(0, HEIGHT, 7)]
lengths = tuple(len(c) for c in cuts)
any_tiff("odd_offsets.tif", basic(WIDTH, HEIGHT, 16, 1, 1, 1, 7, lengths), cuts, odd=True)
expect("odd_offsets.tif", "tiff layout", 16, G16)
shuffled = [t if t[0] != 273 else (273, 4, list(range(len(cuts)))[::-1]) for t in basic(WIDTH, HEIGHT, 16, 1, 1, 1, 7, lengths)]
any_tiff("backwards.tif", shuffled, cuts[::-1])
expect("backwards.tif", "tiff layout", 16, G16)
any_tiff("unsorted_tags.tif", basic(WIDTH, HEIGHT, 16, 1, 1, 1, 7, lengths)[::-1], cuts)
expect("unsorted_tags.tif", "tiff layout", 16, G16)
any_tiff("no_byte_counts.tif", [t for t in basic(WIDTH, HEIGHT, 8, 1, lengths=(G8.size,)) if t[0] != 279], [G8.tobytes()])
expect("no_byte_counts.tif", "tiff layout", 8, G8)
any_tiff("no_rows_per_strip.tif", [t for t in basic(WIDTH, HEIGHT, 8, 1, lengths=(G8.size,)) if t[0] != 278], [G8.tobytes()])
expect("no_rows_per_strip.tif", "tiff layout", 8, G8)
any_tiff("rows_per_strip_all.tif", basic(WIDTH, HEIGHT, 8, 1, rows=2 ** 32 - 1, lengths=(G8.size,)), [G8.tobytes()])
expect("rows_per_strip_all.tif", "tiff layout", 8, G8)
any_tiff("no_samples.tif", [t for t in basic(WIDTH, HEIGHT, 8, 1, lengths=(G8.size,)) if t[0] != 277], [G8.tobytes()])
expect("no_samples.tif", "tiff layout", 8, G8)
bi = packed(gray(1), 1)
any_tiff("no_bits.tif", [t for t in basic(WIDTH, HEIGHT, 1, 1, lengths=(len(bi),)) if t[0] != 258], [bi])
expect("no_bits.tif", "tiff layout", 8, gray(1) * 255.0)
any_tiff("one_bits_value.tif", [t if t[0] != 258 else (258, 3, [8]) for t in basic(WIDTH, HEIGHT, 8, 2, 3, lengths=(C8.size,))],
    [C8.tobytes()])
expect("one_bits_value.tif", "tiff layout", 8, C8)
any_tiff("zero_resolution.tif", basic(WIDTH, HEIGHT, 8, 1, lengths=(G8.size,), extra=[(282, 5, [0, 0]), (283, 5, [0, 0]), (296, 3,
    [2])]), [G8.tobytes()])
expect("zero_resolution.tif", "tiff layout", 8, G8)
any_tiff("big_be_lzw.tif", basic(WIDTH, HEIGHT, 16, 1, 1, 8, lengths=(len(zlib.compress(G16.astype(">u2").tobytes())),)), [zlib
    .compress(G16.astype(">u2").tobytes())], ">", big=True)
expect("big_be_lzw.tif", "tiff layout", 16, G16)
any_tiff("long_counts.tif", basic(WIDTH, HEIGHT, 8, 1, lengths=(G8.size + 100,)), [G8.tobytes() + bytes(100)])
expect("long_counts.tif", "tiff layout", 8, G8)
any_tiff("old_deflate.tif", basic(WIDTH, HEIGHT, 8, 1, 1, 32946, lengths=(len(zlib.compress(G8.tobytes())),)), [zlib.compress(
    G8.tobytes())])
expect("old_deflate.tif", "tiff layout", 8, G8)
turned = np.packbits(np.unpackbits(G8.reshape(-1)), bitorder="little").tobytes()
any_tiff("fill_order8.tif", basic(WIDTH, HEIGHT, 8, 1, lengths=(len(turned),), extra=[(266, 3, [2])]), [turned])
# libtiff and tifffile turn the bits of uncompressed 8-bit samples too
expect("fill_order8.tif", "tiff layout", 8, G8)
loop = basic(WIDTH, HEIGHT, 8, 1, lengths=(G8.size,))
any_tiff("loop.tif", loop, [G8.tobytes()], next_=8 + G8.size + G8.size % 2)
refuse("loop.tif", "tiff layout", "circle")
tiff("rows1_planar", "tiff layout", np.moveaxis(C16, -1, 0), 16, C16, photometric="rgb", planarconfig="separate", rowsperstrip=1,
     compression="packbits")
tiff("tile_wide", "tiff layout", C16, 16, photometric="rgb", tile=(16, 64), compression="lzw", predictor=2, byteorder=">")
tiff("tile_larger", "tiff layout", G16, 16, tile=(256, 256), compression="zlib")
tiff("packbits_bits1", "tiff layout", gray(1).astype(bool), 8, gray(1) * 255.0, check=False, photometric="minisblack",
     compression="packbits", rowsperstrip=1)
for fill in (1, 2):
    file = f"group4_fill{fill}.tif"
    Image.fromarray(gray(1).astype(bool)).save(OUT / file, compression="group4", tiffinfo={266: fill})
    expect(file, "tiff ccitt", 8, gray(1) * 255.0)
lzw12 = imagecodecs.lzw_encode(packed(gray(12), 12))
any_tiff("lzw12be.tif", basic(WIDTH, HEIGHT, 12, 1, 1, 5, lengths=(len(lzw12),)), [lzw12], ">")
expect("lzw12be.tif", "tiff layout", 16, gray(12))
for samples, sub in (((2, 1), "422"), ((2, 2), "420")):
    # chroma of constant colour, so that enlarging makes no difference
    h, w = samples[1], samples[0]
    blocks = b"".join(bytes(G8[min(y + j, HEIGHT - 1), min(x + i, WIDTH - 1)] for j in range(h) for i in range(w)) + b"\x60\xa0"
                      for y in range(0, HEIGHT, h) for x in range(0, WIDTH, w))
    any_tiff(f"ycbcr{sub}.tif", basic(WIDTH, HEIGHT, 8, 6, 3, lengths=(len(blocks),), extra=[(530, 3, list(samples)), (532, 5, [0, 1,
        255, 1, 128, 1, 255, 1, 128, 1, 255, 1])]), [blocks])
    one = Image.merge("YCbCr", [Image.fromarray(G8), Image.new("L", (WIDTH, HEIGHT), 0x60), Image.new("L", (WIDTH, HEIGHT), 0xa0)])
    expect(f"ycbcr{sub}.tif", "tiff YCbCr", 8, np.asarray(one.convert("RGB")), 1)

# -- TIFF: pages of microscopes and scanners

planes = np.stack([G16, G16 // 2, G16 // 3])
stack = planes.tobytes()
any_tiff("metamorph.tif", basic(WIDTH, HEIGHT, 16, 1, lengths=(G16.nbytes,), extra=[(33629, 5, [1, 0] * 3)]), [stack])
refuse("metamorph.tif", "tiff pages", "whose 3 planes lie in one page")
with tifffile.TiffWriter(OUT / "lsm_like.tif") as out:
    for plane in planes:
        out.write(plane, metadata=None, compression="lzw")
        out.write((plane >> 8).astype(np.uint8)[::2, ::2], metadata=None, subfiletype=1)
expect("lsm_like.tif", "tiff pages", 16, planes)
tifffile.imwrite(OUT / "ome.ome.tif", planes, metadata={"axes": "ZYX"}, compression="zlib")
expect("ome.ome.tif", "tiff pages", 16, planes)
tifffile.imwrite(OUT / "ome_channels.ome.tif", planes, metadata={"axes": "CYX"})
expect("ome_channels.ome.tif", "tiff pages", 16, planes)
with tifffile.TiffWriter(OUT / "ome_pyramid.ome.tif", ome=True) as out:
    out.write(G16, subifds=2, tile=(16, 16), compression="zlib")
    out.write(G16[::2, ::2], subfiletype=1, tile=(16, 16))
    out.write(G16[::4, ::4], subfiletype=1, tile=(16, 16))
expect("ome_pyramid.ome.tif", "tiff pages", 16, G16)
tifffile.imwrite(OUT / "imagej_zstack.tif", planes, imagej=True, metadata={"axes": "ZYX"}, compression="zlib")
expect("imagej_zstack.tif", "tiff pages", 16, planes)
tifffile.imwrite(OUT / "imagej_time_rgb.tif", np.stack([C8, C8 // 2]), imagej=True, metadata={"axes": "TYXS"})
expect("imagej_time_rgb.tif", "tiff pages", 8, np.concatenate([np.moveaxis(C8, -1, 0), np.moveaxis(C8 // 2, -1, 0)]))
with tifffile.TiffWriter(OUT / "svs_like.tif") as out:
    out.write(C8, metadata=None, tile=(16, 16), compression="zlib", photometric="rgb")
    out.write(C8[::3, ::3], metadata=None, photometric="rgb")
    out.write(np.zeros((12, 40, 3), np.uint8), metadata=None, photometric="rgb", subfiletype=1)
    out.write(np.zeros((20, 60, 3), np.uint8), metadata=None, photometric="rgb", subfiletype=9)
expect("svs_like.tif", "tiff pages", 8, C8)
with tifffile.TiffWriter(OUT / "depths_differ.tif") as out:
    out.write(G16, metadata=None)
    out.write(G8, metadata=None)
refuse("depths_differ.tif", "tiff pages", "page 2")
with tifffile.TiffWriter(OUT / "kinds_differ.tif") as out:
    out.write(G8, metadata=None)
    out.write(G8, metadata=None, photometric="miniswhite")
refuse("kinds_differ.tif", "tiff pages", "page 2")
with tifffile.TiffWriter(OUT / "signs_differ.tif") as out:
    out.write(G16, metadata=None)
    out.write((G16.astype(np.int32) - 32768).astype(np.int16), metadata=None)
refuse("signs_differ.tif", "tiff pages", "page 2")
tifffile.imwrite(OUT / "geo.tif", G16, metadata=None, tile=(16, 16), compression="zlib", extratags=[(33550, "d", 3, (0.5, 0.5, 0),
    True), (42113, "s", 0, "-9999", True), (34735, "H", 4, (1, 1, 0, 0), True)])
expect("geo.tif", "tiff layout", 16, G16)

# -- PNG

def adam7(name, samples, colour_type, depth, expected, extra=(), out_bits=8):
    """An interlaced PNG; samples [height, width, channels]."""
    data = b""
    for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        part = samples[y0::dy, x0::dx]
        if part.size:
            for line in part.reshape(len(part), -1):
                data += b"\0" + (line.astype(">u2").tobytes() if depth == 16 else packed(line[None], depth))
    chunk = lambda kind_, content: struct.pack(">I", len(content)) + kind_ + content + struct.pack(">I", zlib.crc32(kind_ + content))
    packed_ = zlib.compress(data)
    (OUT / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth,
        colour_type, 0, 0, 1)) + b"".join(chunk(k, c) for k, c in extra) + chunk(b"IDAT", packed_[:50]) + chunk(b"IDAT", b"") +
        chunk(b"IDAT", packed_[50:]) + chunk(b"IEND", b""))
    expect(name, "png interlaced", out_bits, expected)


adam7("adam7_gray1.png", gray(1)[..., None], 0, 1, gray(1) * 255.0)
adam7("adam7_gray8.png", G8[..., None], 0, 8, G8)
adam7("adam7_gray16.png", G16[..., None], 0, 16, G16, out_bits=16)
adam7("adam7_rgb8.png", C8, 2, 8, C8)
adam7("adam7_rgb16.png", C16, 2, 16, C16, out_bits=16)
adam7("adam7_rgba16.png", np.concatenate([C16, C16[..., :1] * 0 + 9], -1), 6, 16, C16, out_bits=16)
table = (palette >> 8).astype(np.uint8).T
adam7("adam7_palette4.png", gray(4)[..., None], 3, 4, table[gray(4)], [(b"PLTE", table[:16].tobytes())])
Image.fromarray(C8).save(OUT / "animated.png", save_all=True, append_images=[Image.fromarray(C8 // 2)], duration=50)
expect("animated.png", "png side information", 8, C8)
raw_png("hdr_pq.png", "png side information", 16, C16.reshape(HEIGHT, -1), 2, 16, C16, [(b"cICP", bytes([9, 16, 0, 1])), (b"mDCV",
    bytes(24))], 16)
raw_png("pixels_not_square.png", "png side information", 8, G8, 0, 8, G8, [(b"pHYs", struct.pack(">IIB", 1000, 3000, 1)), (b"oFFs",
    struct.pack(">iiB", 5, -7, 0))])
data = (OUT / "adam7_rgb8.png").read_bytes()
(OUT / "behind.png").write_bytes(data + b"trailing bytes of a camera" * 9)
expect("behind.png", "png side information", 8, C8)
(OUT / "iphone.png").write_bytes(data[:8] + struct.pack(">I", 4) + b"CgBI" + b"\x50\x00\x20\x02" + struct.pack(">I", zlib.crc32(
    b"CgBI\x50\x00\x20\x02")) + data[8:])
refuse("iphone.png", "png side information", "Apple")

# -- JPEG

def cv_jpeg(name, image, sampling, tolerance):
    cv2.imwrite(str(OUT / name), image if image.ndim == 2 else image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling])
    expect(name, "jpeg", 8, np.asarray(Image.open(OUT / name)), tolerance)


cv_jpeg("jpeg_411.jpg", C8, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_411, 8)
cv_jpeg("jpeg_440.jpg", C8, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_440, 6)
jpeg("gray_progressive.jpg", G8, progressive=True)
jpeg("optimised_progressive_420.jpg", C8, 6, subsampling=2, progressive=True, optimize=True)
jpeg("quality100.jpg", C8, subsampling=0)
jpeg("one_quality.jpg", C8, subsampling=0, qtables=[list(range(1, 65)), list(range(1, 65))])
jpeg("comment_long.jpg", C8, kind="jpeg side information", subsampling=0, edit=after_start(segment(0xfe, b"c" * 65000) * 3))
jpeg("xmp_long.jpg", C8, kind="jpeg side information", subsampling=0, edit=after_start(segment(0xe1,
    b"http://ns.adobe.com/xap/1.0/\0<x/>" + b" " * 60000)))
jpeg("photoshop.jpg", C8, kind="jpeg side information", subsampling=0, edit=after_start(segment(0xed, b"Photoshop 3.0\x008BIM\4\4\0\0\0\0\0\0")))
jpeg("jfxx.jpg", C8, kind="jpeg side information", subsampling=0, edit=lambda d: d[:2] + d[2:4 + struct.unpack(">H", d[4:6])[0]] +
     segment(0xe0, b"JFXX\0\x11" + bytes([2, 2]) + bytes(12)) + d[4 + struct.unpack(">H", d[4:6])[0]:])
jpeg("fill_bytes.jpg", C8, kind="jpeg side information", subsampling=0, edit=lambda d: d.replace(b"\xff\xdb", b"\xff\xff\xff\xdb", 1))
jpeg("adobe_ycc.jpg", C8, kind="jpeg side information", subsampling=0, edit=lambda d: without_app0(d)[:2] + segment(0xee,
    b"Adobe\0\x64\0\0\0\0\1") + without_app0(d)[2:])
stereo = encoded(Image.fromarray(C8), "JPEG", quality=90, subsampling=0)
(OUT / "stereo.jpg").write_bytes(stereo + encoded(Image.fromarray(C8 // 2), "JPEG", quality=90))
expect("stereo.jpg", "jpeg side information", 8, np.asarray(Image.open(io.BytesIO(stereo))), 3)
Image.fromarray(C8).save(OUT / "camera.mpo", "MPO", save_all=True, append_images=[Image.fromarray(C8 // 2)], quality=90, subsampling=0)
(OUT / "camera_mpo.jpg").write_bytes((OUT / "camera.mpo").read_bytes())
(OUT / "camera.mpo").unlink()
expect("camera_mpo.jpg", "jpeg side information", 8, np.asarray(Image.open(OUT / "camera_mpo.jpg")), 3)
ycck = bytearray(encoded(Image.fromarray(C8).convert("CMYK"), "JPEG"))
(OUT / "ycck.jpg").write_bytes(ycck)
refuse("ycck.jpg", "jpeg refused", "CMYK")
(OUT / "jpegls.jls").write_bytes(imagecodecs.jpegls_encode(G8))
refuse("jpegls.jls", "jpeg refused", "its content is no PNG")
(OUT / "jpegls_named.jpg").write_bytes(imagecodecs.jpegls_encode(G8))
refuse("jpegls_named.jpg", "jpeg refused", "JPEG")

# -- BMP by hand

def bmp(name, bits, pixels, expected, compression=0, masks=b"", table_=b"", height=None, header=40):
    body = struct.pack("<IiiHHIIiiII", header, WIDTH, HEIGHT if height is None else height, 1, bits, compression, len(pixels), 2835, 2835,
        len(table_) // 4, 0)
    if header > 40:
        body += masks.ljust(header - 40, b"\0")
        masks = b""
    offset = 14 + len(body) + len(masks) + len(table_)
    (OUT / name).write_bytes(b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + body + masks + table_ + pixels)
    if expected is not None:
        expect(name, "bmp", 8, expected, check=np.asarray(Image.open(OUT / name).convert("RGB")) if np.ndim(expected) == 3 else None)


def lines(array):
    """Rows from the bottom, each filled to four bytes."""
    return b"".join(line.tobytes().ljust(-(-len(line.tobytes()) // 4) * 4, b"\0") for line in array[::-1])


bgra = np.concatenate([C8[..., ::-1], np.full_like(C8[..., :1], 128)], -1)
entries = np.concatenate([table[:, ::-1], np.zeros((256, 1), np.uint8)], 1)
bmp("bmp_palette4.bmp", 4, b"".join(packed(line[None], 4).ljust(-(-((WIDTH + 1) // 2) // 4) * 4, b"\0") for line in gray(4)[::-1]),
    table[gray(4)], table_=entries[:16].tobytes())
bmp("bmp_top_down.bmp", 24, lines(C8[::-1, :, ::-1]), C8, height=-HEIGHT)
five = (C8 >> 3).astype(np.uint16)
seen5 = np.round((C8 >> 3) * (255 / 31))
x555 = five[..., 0] << 10 | five[..., 1] << 5 | five[..., 2]
bmp("bmp_555.bmp", 16, lines(x555), None)
expect("bmp_555.bmp", "bmp", 8, np.asarray(Image.open(OUT / "bmp_555.bmp").convert("RGB")), 1)
x565 = five[..., 0] << 11 | (C8[..., 1].astype(np.uint16) >> 2) << 5 | five[..., 2]
bmp("bmp_565.bmp", 16, lines(x565), None, 3, struct.pack("<III", 0xf800, 0x7e0, 0x1f))
expect("bmp_565.bmp", "bmp", 8, np.asarray(Image.open(OUT / "bmp_565.bmp").convert("RGB")), 1)
bmp("bmp_v4_alpha.bmp", 32, lines(bgra), C8, 3, struct.pack("<IIII", 0xff0000, 0xff00, 0xff, 0xff000000), header=108)
bmp("bmp_v5.bmp", 24, lines(C8[..., ::-1]), C8, header=124)
rle = b"".join(b"".join(bytes([1, value]) for value in line) + b"\0\0" for line in G8[::-1]) + b"\0\1"
bmp("bmp_rle8.bmp", 8, rle, table[G8], 1, table_=entries.tobytes())
(OUT / "bmp_os2.bmp").write_bytes(b"BM" + struct.pack("<IHHI", 0, 0, 0, 26) + struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 24) + lines(
    C8[..., ::-1]))
expect("bmp_os2.bmp", "bmp", 8, C8)

# -- GIF, TGA, PNM, WebP

paletted = Image.frombytes("P", (WIDTH, HEIGHT), G8.tobytes())
paletted.putpalette(table.tobytes())
paletted.save(OUT / "gif_interlaced.gif", interlace=1)
expect("gif_interlaced.gif", "gif", 8, np.asarray(Image.open(OUT / "gif_interlaced.gif").convert("RGB")))
paletted.save(OUT / "gif_animated.gif", save_all=True, append_images=[paletted.transpose(Image.FLIP_LEFT_RIGHT)], duration=40)
expect("gif_animated.gif", "gif", 8, np.asarray(Image.open(OUT / "gif_animated.gif").convert("RGB")))
paletted.save(OUT / "gif_transparent.gif", transparency=7)
expect("gif_transparent.gif", "gif", 8, table[G8])


def tga(name, kind, depth, pixels, expected, descriptor=0x20, map_=b"", map_bits=0, tolerance=0, text=b""):
    (OUT / name).write_bytes(struct.pack("<BBBHHBHHHHBB", len(text), 1 if map_ else 0, kind, 0, 256 if map_ else 0, map_bits, 0, 0, WIDTH,
        HEIGHT, depth, descriptor) + text + map_ + pixels + bytes(8) + b"TRUEVISION-XFILE.\0")
    expect(name, "tga", 8, expected, tolerance)


tga("tga_bgra.tga", 2, 32, bgra.tobytes(), C8, 0x28)
tga("tga_bottom_up.tga", 2, 24, np.ascontiguousarray(C8[::-1, :, ::-1]).tobytes(), C8, 0)
tga("tga_right_to_left.tga", 2, 24, np.ascontiguousarray(C8[:, ::-1, ::-1]).tobytes(), C8, 0x30)
rows.pop()
refuse("tga_right_to_left.tga", "tga", "origin")
tga("tga_map.tga", 1, 8, G8.tobytes(), table[G8], map_=np.ascontiguousarray(table[:, ::-1]).tobytes(), map_bits=24)
tga("tga_text.tga", 3, 8, G8.tobytes(), G8, text=b"made by hand")
tga("tga_555.tga", 2, 16, x555.astype("<u2").tobytes(), seen5, tolerance=4)


def pnm(name, head, body, bits, expected):
    (OUT / name).write_bytes(head + body)
    expect(name, "pnm", bits, expected)


size = b"%d %d" % (WIDTH, HEIGHT)
pnm("pnm_comments.pgm", b"P5 # a camera\n# exposure 5 ms\n%d # width\n%d\n255\n" % (WIDTH, HEIGHT), G8.tobytes(), 8, G8)
pnm("pnm_10bit.pgm", b"P5\n" + size + b"\n1023\n", gray(10).astype(">u2").tobytes(), 16, gray(10))
pnm("pnm_12bit.ppm", b"P6\n" + size + b"\n4095\n", rgb(12).astype(">u2").tobytes(), 16, rgb(12))
pnm("pnm_ascii.pgm", b"P2\n" + size + b"\n255\n", b"\n".join(b"%d" % v for v in G8.reshape(-1)) + b"\n", 8, G8)
pnm("pnm_ascii16.ppm", b"P3\n" + size + b"\n65535\n", b" ".join(b"%d" % v for v in C16.reshape(-1)), 16, C16)
pnm("pnm_ascii.pbm", b"P1\n" + size + b"\n", b"".join(b"0" if v else b"1" for v in gray(1).reshape(-1)), 8, gray(1) * 255.0)
pnm("pnm_two.pgm", b"P5\n" + size + b"\n255\n", G8.tobytes() + b"P5\n" + size + b"\n255\n" + G8.tobytes(), 8, G8)
Image.fromarray(C8).save(OUT / "webp_animated.webp", save_all=True, append_images=[Image.fromarray(C8 // 2)], lossless=True, exact=True)
expect("webp_animated.webp", "webp lossless", 8, C8)
exif = Image.Exif()
exif[0x10f] = "camera"
Image.fromarray(C8).save(OUT / "webp_vp8x.webp", lossless=True, exact=True, exif=exif, icc_profile=bytes(200), xmp=b"<x/>")
expect("webp_vp8x.webp", "webp lossless", 8, C8)
few = np.asarray(Image.fromarray(C8).quantize(8).convert("RGB"))
Image.fromarray(few).save(OUT / "webp_few_colours.webp", lossless=True)
expect("webp_few_colours.webp", "webp lossless", 8, few)

# -- what is no picture that is read

Image.fromarray(C8).resize((32, 32)).save(OUT / "icon.ico")
refuse("icon.ico", "other formats", "its content is no PNG")
Image.fromarray(C8).save(OUT / "scan.pcx")
refuse("scan.pcx", "other formats", "its content is no PNG")
Image.fromarray(C8).save(OUT / "silicon.sgi")
refuse("silicon.sgi", "other formats", "its content is no PNG")
cv2.imwrite(str(OUT / "float.pfm"), unit.astype(np.float32))
refuse("float.pfm", "other formats", "PFM")
cv2.imwrite(str(OUT / "radiance.hdr"), colour.astype(np.float32))
refuse("radiance.hdr", "other formats", "Radiance")
cv2.imwrite(str(OUT / "any.pam"), C8)
refuse("any.pam", "other formats", "PAM")
cut = (OUT / "adam7_rgb16.png").read_bytes()
(OUT / "cut.png").write_bytes(cut[:len(cut) // 2])
refuse("cut.png", "damaged", "")
cut = (OUT / "quality100.jpg").read_bytes()
(OUT / "cut.jpg").write_bytes(cut[:len(cut) // 2])
refuse("cut.jpg", "damaged", "")
cut = (OUT / "tile_wide.tif" if (OUT / "tile_wide.tif").exists() else OUT / "tiff_tile_wide.tif").read_bytes()
(OUT / "cut.tif").write_bytes(cut[:len(cut) // 3])
refuse("cut.tif", "damaged", "")

finish()
