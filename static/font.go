package static

import (
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
)

// errNoFonts is that of a program without its assets.
var errNoFonts = errors.New("the fonts are missing: run `make assets` and build again")

// Font opens a font where it lies in the program; nothing of it is copied but the blocks in use of one that is packed.
// It may be read by several at once.
func Font(name string) (*io.SectionReader, error) {
	if opened, err := openAt("dist/fonts/" + name + ".ttf"); !errors.Is(err, fs.ErrNotExist) {
		return opened, err
	}
	packed, err := openAt("dist/fonts/" + name + ".packed")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoFonts
	}
	if err != nil {
		return nil, err
	}
	blocks, err := readDirectory(packed)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return io.NewSectionReader(blocks, 0, blocks.size), nil
}

func openAt(name string) (*io.SectionReader, error) {
	opened, err := Files.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := opened.Stat()
	if err != nil {
		return nil, err
	}
	at, ok := opened.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("%s: %T cannot be read at an offset", name, opened)
	}
	return io.NewSectionReader(at, 0, info.Size()), nil
}

// blocks is a file in blocks of 64 KiB that are packed each by itself (DEFLATE): a glyph is read without the rest.
// static/build.mjs writes it: the size, then where each block ends, as little-endian numbers of 32 bits, the blocks.
type blocks struct {
	packed *io.SectionReader
	size   int64
	ends   []int64 // in packed
	mutex  sync.Mutex
	recent [recentBlocks]block // the last one used first
}

type block struct {
	number  int64
	content []byte
}

const (
	blockSize    = 1 << 16
	recentBlocks = 8
)

func readDirectory(packed *io.SectionReader) (*blocks, error) {
	var size uint32
	if err := binary.Read(packed, binary.LittleEndian, &size); err != nil {
		return nil, err
	}
	ends := make([]uint32, (size+blockSize-1)/blockSize)
	if err := binary.Read(packed, binary.LittleEndian, ends); err != nil {
		return nil, err
	}
	b := &blocks{packed: packed, size: int64(size), ends: []int64{int64(4 + 4*len(ends))}}
	for _, end := range ends {
		b.ends = append(b.ends, int64(end))
	}
	return b, nil
}

// ReadAt reads as io.ReaderAt says.
func (b *blocks) ReadAt(p []byte, at int64) (n int, err error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	for n < len(p) {
		if at >= b.size {
			return n, io.EOF
		}
		content, err := b.block(at / blockSize)
		if err != nil {
			return n, err
		}
		read := copy(p[n:], content[at%blockSize:])
		n, at = n+read, at+int64(read)
	}
	return n, nil
}

// block unpacks a block, or takes it from those of late.
func (b *blocks) block(number int64) ([]byte, error) {
	found := recentBlocks - 1 // in its place comes what was not used for longest
	for i := range b.recent {
		if b.recent[i].content != nil && b.recent[i].number == number {
			found = i
			break
		}
	}
	used := b.recent[found]
	if used.content == nil || used.number != number {
		from := b.ends[number]
		content, err := io.ReadAll(flate.NewReader(io.NewSectionReader(b.packed, from, b.ends[number+1]-from)))
		if err != nil {
			return nil, err
		}
		used = block{number, content}
	}
	copy(b.recent[1:found+1], b.recent[:found])
	b.recent[0] = used
	return used.content, nil
}
