package survey

import "meguri/models"

// Exporting is files of answers. What is in one is in export.go and rows.go, its columns in codebook.go, each kind in
// long.go, sheet.go, spss.go, parquet.go, ddi.go, weights in base.go and rake.go, answers with names in named.go.
type Exporting struct {
	wording

	db *models.DB
	// rates are those of surveys that may be answered.
	rates *rateSteps
}
