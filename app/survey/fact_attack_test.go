package survey_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"regexp"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// sealedFacts are the sealed facts of open surveys. All are equally long, whether people agreed or not.
func sealedFacts(t *testing.T, db *models.DB, list []victims) (boxes []string) {
	t.Helper()
	for i := range list {
		found := column(t, modelstest.Pool(t, db), "SELECT sealed FROM responses WHERE survey_id = '"+list[i].survey+"'")
		expectEqual(t, "responses with sealed facts", len(found), answerer)
		boxes = append(boxes, found...)
	}
	for _, box := range boxes {
		if len(box) != len(boxes[0]) || box == "" {
			t.Fatal("sealed facts differ in length:", len(box), len(boxes[0]))
		}
	}
	return boxes
}

// expectNoTrace demands that released surveys left nothing of sealed facts in the files: who finds the key one day
// would read them beside the text that was written with them.
func expectNoTrace(t *testing.T, db *models.DB, boxes []string) {
	t.Helper()
	file, log := files(t, db)
	traces := 0
	for _, box := range boxes {
		if bytes.Contains(file, []byte(box)) {
			traces++
		}
		if bytes.Contains(log, []byte(box)) {
			t.Fatal("sealed facts are in the write-ahead log")
		}
	}
	if traces > len(boxes)/20 { // as for answers: SQLite leaves a copy behind where it joins or splits two pages
		t.Errorf("%d of %d sealed facts are in the file after closing", traces, len(boxes))
	}
}

var toldSector = regexp.MustCompile(`"fact_sector":\["(\w+)"\]`)

// attackFacts lays the facts of released rows beside those of the people, in each pair of orders, and returns how
// likely it is that so many agree by chance.
func attackFacts(t *testing.T, db *models.DB, list []victims) float64 {
	t.Helper()
	pool := modelstest.Pool(t, db)
	var people []secrets
	told := map[string][][]string{} // by order, of each survey
	for i := range list {
		v := &list[i]
		s := v.seen()
		v.readRows(t, db, pool, &s)
		people = append(people, s)
		for _, order := range []string{place(db), "id"} {
			var sectors []string
			answers := "SELECT answers FROM responses WHERE survey_id = '" + v.survey + "' ORDER BY "
			for _, row := range column(t, pool, answers+order) {
				sectors = append(sectors, string(append(toldSector.FindSubmatch([]byte(row)), nil, nil)[1]))
			}
			expectEqual(t, "released rows", len(sectors), answerer)
			told[order] = append(told[order], sectors)
		}
	}
	found, pair := alike(list, people, told, func() []int { return nil })
	const permutations = 200
	atLeast := 1
	for range permutations {
		if z, _ := alike(list, people, told, func() []int { return rand.Perm(answerer) }); z >= found {
			atLeast++
		}
	}
	p := float64(atLeast) / (permutations + 1)
	t.Logf("facts beside people: the best is %s, p = %.3f", pair, p)
	return p
}

// alike is the best pair of orders: in how many places a row tells the sector of the person there, in standard
// deviations.
func alike(
	list []victims, people []secrets, told map[string][][]string, given func() []int,
) (best float64, pair string) {
	permutations := make([][]int, len(list))
	for s := range list {
		permutations[s] = given()
	}
	for by := range people[0].people {
		for order, rows := range told {
			var count, expected, variance float64
			for s := range list {
				own, all := map[string]float64{}, map[string]float64{}
				tells := 0.0
				for i, at := range people[s].people[by] {
					row, sector := rows[s][number(permutations[s], at)], string(list[s].sectors[i])
					if row == sector {
						count++
					}
					if row != "" {
						tells++
					}
					own[sector]++
					all[row]++
				}
				if tells < answerer/4 {
					return math.Inf(1), "rows tell too little to be attacked"
				}
				for sector, n := range own {
					share := n * all[sector] / answerer
					expected, variance = expected+share, variance+share*(1-n/answerer)
				}
			}
			if z := math.Abs(count-expected) / math.Sqrt(variance); z > best {
				best, pair = z, by+" × "+order
			}
		}
	}
	return best, pair
}
