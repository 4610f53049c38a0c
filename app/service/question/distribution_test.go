package question

import (
	"math"
	"testing"

	"meguri/models"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.005 {
		t.Errorf("%s is %.4f, want %.4f", what, got, want)
	}
}

// The expected numbers are those of Python (statistics) with the quantile of a table, 2.5706.
func TestDistribution(t *testing.T) {
	d := sample(models.QuestionScale5).Tally(countIn("1", "4", "4", "5", "2", "5")).Distribution
	near(t, "the median", d.Median, 4)
	near(t, "the deviation", d.Deviation, 1.6432)
	near(t, "the lower end", d.Mean.Low, 1.7756)
	near(t, "the upper end, which is on the scale", d.Mean.High, 5)
	if d.Promoters != nil {
		t.Error("a scale from 1 to 5 has a Net Promoter Score")
	}
	if d := sample(models.QuestionScale5).Tally(countIn("3")).Distribution; d != nil {
		t.Errorf("one answer has a spread: %+v", d)
	}
	d = sample(models.QuestionScale5).Tally(countIn("3", "4")).Distribution
	near(t, "the median between two", d.Median, 3.5)
	same := sample(models.QuestionScale5).Tally(countIn("3", "3", "3")).Distribution
	near(t, "the deviation of one value", same.Deviation, 0)
	near(t, "its interval", same.Mean.High-same.Mean.Low, 0)
}

func TestNetPromoters(t *testing.T) {
	given := []string{"10", "9", "9", "8", "7", "6", "0", "10", "10", "9"}
	n := sample(models.QuestionScale10).Tally(countIn(given...)).Distribution.Promoters
	if n.Promoters != 6 || n.Passives != 2 || n.Detractors != 2 {
		t.Fatalf("%+v", n)
	}
	near(t, "the score", n.Value(), 40)
	near(t, "the lower end", n.Score.Low, -9.58) // 0.4 ± 1.96 √((0.8 − 0.16) / 10)
	near(t, "the upper end", n.Score.High, 89.58)
	all := sample(models.QuestionScale10).Tally(countIn("10", "10", "10")).Distribution.Promoters
	near(t, "all of one mind", all.Score.Low, 100)
}
