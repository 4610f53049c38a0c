package area_test

import (
	"fmt"
	"testing"

	"meguri/app/service/area"
)

func TestEachPrefectureHasATileOfItsOwn(t *testing.T) {
	taken := map[[2]int]string{}
	for i, tile := range area.Tiles {
		if want := fmt.Sprintf("%02d", i+1); tile.Code != want {
			t.Errorf("tile %d is of %s", i+1, tile.Code)
		}
		at := [2]int{tile.X, tile.Y}
		if other := taken[at]; other != "" {
			t.Errorf("%s stands where %s stands", tile.Code, other)
		}
		if tile.X >= area.Columns || tile.Y >= area.Rows {
			t.Errorf("%s stands outside", tile.Code)
		}
		taken[at] = tile.Code
	}
	if len(taken) != 47 {
		t.Errorf("there are %d prefectures", len(taken))
	}
}
