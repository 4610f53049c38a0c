package need

import (
	"testing"

	"meguri/models"
)

// Corrections move the weights of reasons, within bounds, and never turn one around.
func TestCorrectionsAreLearned(t *testing.T) {
	if got := learned(nil); got[atSkill] != weights[ReasonSkill] {
		t.Errorf("without any: %v", got)
	}
	var list []models.MatchCorrection
	for range 200 {
		list = append(list,
			models.MatchCorrection{Fits: true, Facts: map[string]float64{"skill": 1, "load": 0}},
			models.MatchCorrection{Facts: map[string]float64{"wish": 1, "load": 5, "nothing": 9}},
		)
	}
	of := learned(list)
	if of[atSkill] < 1.8 || of[atSkill] > 2 || of[atWish] > 0.35 || of[atWish] < 0.3 {
		t.Errorf("%v", of)
	}
	if of[atLoad] > 2*weights[ReasonLoad]*0.9 || of[atTime] != weights[ReasonTime] {
		t.Errorf("%v", of)
	}
	few := learned(list[:2])
	if few[atSkill] <= 1 || few[atSkill] > 1.1 {
		t.Errorf("of two: %v", few[atSkill])
	}
}
