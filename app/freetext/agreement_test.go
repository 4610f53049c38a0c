package freetext

import (
	"math"
	"testing"
)

// The example of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": four coders, twelve units, values
// missing; nominal: 0.743.
func TestAlphaIsThatOfItsAuthor(t *testing.T) {
	coders := [][]int{
		{1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
		{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3},
		{0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0},
		{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0},
	}
	units := make([][]int, 12)
	for _, values := range coders {
		for u, value := range values {
			if value != 0 {
				units[u] = append(units[u], value)
			}
		}
	}
	if a, ok := alpha(units); !ok || math.Abs(a-0.743) > 0.0005 {
		t.Errorf("alpha is %v, %v", a, ok)
	}
	if _, ok := alpha([][]bool{{true, true}, {true, true}}); ok {
		t.Error("where all is the same, nothing is agreed on")
	}
	if a, ok := alpha([][]bool{{true, true}, {false, false}}); !ok || a != 1 {
		t.Errorf("where all agree, alpha is %v", a)
	}
}
