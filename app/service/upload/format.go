package upload

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// heif are the brands of files in the ISO base media format that phones write (ISO/IEC 23008-12, 10).
var heif = []string{"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"}

// refusal is what to say of a file that is no picture of a format that is taken, "" for one that is. The name of the
// file and what the browser says of it are not asked: both are often wrong.
func refusal(content []byte) string {
	switch {
	case len(content) == 0:
		return "upload.empty"
	case isPicture(content) && moves(content):
		return "upload.moves"
	case isPicture(content):
		return ""
	case len(content) > 12 && string(content[4:8]) == "ftyp" && slices.Contains(heif, string(content[8:12])):
		return "upload.heic"
	case bytes.Contains(content[:min(len(content), 1024)], []byte("<svg")):
		return "upload.svg"
	case bytes.HasPrefix(content, []byte("GIF8")):
		return "upload.gif"
	}
	return "upload.format"
}

const pngHead = "\x89PNG\r\n\x1a\n"

func isPicture(content []byte) bool {
	return bytes.HasPrefix(content, []byte("\xff\xd8\xff")) || bytes.HasPrefix(content, []byte(pngHead)) || isWebP(content)
}

func isWebP(content []byte) bool {
	return len(content) >= 16 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP"
}

// moves reports whether the picture has several frames: a WebP that says so in its head, or a PNG with a chunk acTL
// before its first data (APNG).
func moves(content []byte) bool {
	if isWebP(content) {
		const animation = 0x02
		return string(content[12:16]) == "VP8X" && len(content) > 20 && content[20]&animation != 0
	}
	if !bytes.HasPrefix(content, []byte(pngHead)) {
		return false
	}
	for rest := content[len(pngHead):]; len(rest) >= 12; {
		length, kind := uint64(binary.BigEndian.Uint32(rest)), string(rest[4:8])
		if kind == "acTL" || kind == "IDAT" || length+12 > uint64(len(rest)) {
			return kind == "acTL"
		}
		rest = rest[length+12:]
	}
	return false
}
