#!/usr/bin/env python3
"""Makes vectors.bin, the word vectors of this package. By hand, once; the result is in the tree.

    pip download --no-deps ja-ginza==5.3.0
    pip install numpy srsly
    python3 app/service/vectors/make.py ja_ginza-5.3.0-py3-none-any.whl

Of the wheel it reads nothing but vocab/vectors, vocab/key2row and those of vocab/strings.json that have a vector: chiVe
v1.1 mc90, pruned to 20,000 rows. Parser and tagger of the wheel come from corpora under other licences; they are not
read. See NOTICE for the licences of what is.

What it does: the first 20,000 keys, which stand in order of frequency, are kept; the mean of all vectors and their three
first principal components are taken out, as they say how frequent a word is and little of what it means; the next
DIMENSIONS components are kept and rounded to steps. The file is compressed by DEFLATE:

    "MGV1", number of keys, dimensions (two uint32, little-endian), the keys, each ended by a line feed, then the steps
    as int8, one dimension after another.
"""
import hashlib
import io
import json
import pathlib
import struct
import sys
import zipfile
import zlib

import numpy
import srsly

WHEEL = "ac6479a805c5c5c23c270554934c1c1f344039560ef3a7e4b15a4275bea3c685"
KEYS, DIMENSIONS, REMOVED = 20_000, 128, 3
STEPS = 6.0  # in a standard deviation of the first kept component


def murmur(text, seed=1):
    """MurmurHash64A, by which spaCy names its strings."""
    data, m, mask = text.encode(), 0xC6A4A7935BD1E995, 0xFFFFFFFFFFFFFFFF
    h = seed ^ (len(data) * m & mask)
    whole = len(data) // 8 * 8
    for (k,) in struct.iter_unpack("<Q", data[:whole]):
        k = k * m & mask
        k = (k ^ k >> 47) * m & mask
        h = (h ^ k) * m & mask
    if data[whole:]:
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & mask
    h = (h ^ h >> 47) * m & mask
    return h ^ h >> 47


def read(wheel):
    """The first keys and their vectors, in order of frequency."""
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL:
        sys.exit(f"{wheel} is not the wheel that this was written for")
    with zipfile.ZipFile(wheel) as archive:
        folder = next(n for n in archive.namelist() if n.endswith("/vocab/vectors")).removesuffix("vectors")
        vectors = numpy.load(io.BytesIO(archive.read(folder + "vectors")))
        rows = srsly.msgpack_loads(archive.read(folder + "key2row"))
        strings = json.loads(archive.read(folder + "strings.json"))
    first = dict(list(rows.items())[:KEYS])
    text = {}
    for string in strings:
        if (key := murmur(string)) in first:
            text[key] = string
    keys = [(text[key], row) for key, row in first.items() if key in text and "\n" not in text[key]]
    return [key for key, _ in keys], vectors[[row for _, row in keys]].astype(numpy.float64)


def reduce(vectors):
    """The vectors without what all have in common, in fewer dimensions, in steps."""
    vectors = vectors - vectors.mean(axis=0)
    _, axes = numpy.linalg.eigh(vectors.T @ vectors)
    kept = vectors @ axes[:, ::-1][:, REMOVED : REMOVED + DIMENSIONS]
    return numpy.clip(numpy.rint(kept / kept[:, 0].std() * STEPS), -127, 127).astype(numpy.int8)


def main():
    keys, vectors = read(pathlib.Path(sys.argv[1]))
    steps = reduce(vectors)
    content = b"MGV1" + struct.pack("<II", len(keys), DIMENSIONS)
    content += "".join(key + "\n" for key in keys).encode() + steps.T.tobytes()
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(content) + deflate.flush()
    target = pathlib.Path(__file__).with_name("vectors.bin")
    target.write_bytes(packed)
    print(f"{target}: {len(keys)} keys, {DIMENSIONS} dimensions, {len(content)} bytes, {len(packed)} packed")


if __name__ == "__main__":
    main()
