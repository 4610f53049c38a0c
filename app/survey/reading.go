package survey

import "meguri/models"

// Reading is what results tell. The page's results are in result.go, a view of them in view.go, crosstab.go and
// crosstab_view.go, earlier editions in earlier.go, rates of answering in rate.go, what is public in publish.go.
type Reading struct {
	wording

	db *models.DB
	// rates are those of surveys that may be answered.
	rates *rateSteps
}
