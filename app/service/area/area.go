// Package area knows the prefectures of Japan by their numbers (JIS X 0401), and where they stand on a map of tiles.
package area

import "slices"

// Tile is a prefecture on the map: its number and its place, counted from the left and from the top.
type Tile struct {
	Code string
	X, Y int
}

// The size of the map, in tiles.
const (
	Columns = 12
	Rows    = 11
)

// Tiles are all prefectures, by number.
var Tiles = []Tile{
	{"01", 11, 0},
	{"02", 11, 1}, {"03", 11, 2}, {"04", 11, 3}, {"05", 10, 2}, {"06", 10, 3}, {"07", 10, 4},
	{"08", 11, 6}, {"09", 11, 5}, {"10", 10, 5}, {"11", 10, 6}, {"12", 11, 7}, {"13", 10, 7}, {"14", 9, 7},
	{"15", 9, 4}, {"16", 8, 4}, {"17", 7, 4}, {"18", 7, 5}, {"19", 9, 6}, {"20", 9, 5}, {"21", 8, 5}, {"22", 8, 7},
	{"23", 8, 6}, {"24", 7, 7},
	{"25", 7, 6}, {"26", 6, 6}, {"27", 6, 7}, {"28", 5, 6}, {"29", 7, 8}, {"30", 6, 8},
	{"31", 4, 6}, {"32", 3, 6}, {"33", 4, 7}, {"34", 3, 7}, {"35", 2, 6},
	{"36", 4, 9}, {"37", 4, 8}, {"38", 3, 8}, {"39", 3, 9},
	{"40", 1, 7}, {"41", 0, 7}, {"42", 0, 8}, {"43", 1, 8}, {"44", 2, 7}, {"45", 2, 8}, {"46", 1, 9}, {"47", 0, 10},
}

// Codes are the numbers of all prefectures, with "" for none.
var Codes = codes()

func codes() []string {
	list := []string{""}
	for _, t := range Tiles {
		list = append(list, t.Code)
	}
	return list
}

// Known is the number, or "" for one that no prefecture has.
func Known(code string) string {
	if slices.Contains(Codes, code) {
		return code
	}
	return ""
}
