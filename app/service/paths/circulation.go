package paths

import "strconv"

// Circulation shows who helped whom; CirculationXLSX is its table.
const (
	Circulation     = "/circulation"
	CirculationXLSX = Circulation + ".xlsx"
)

// CirculationOf is the circulation of a year, 0 for all of them.
func CirculationOf(year int) string { return ofYear(Circulation, year) }

// CirculationXLSXOf is its table.
func CirculationXLSXOf(year int) string { return ofYear(CirculationXLSX, year) }

func ofYear(path string, year int) string {
	if year == 0 {
		return path
	}
	return path + "?year=" + strconv.Itoa(year)
}

// Circulation is what the organization gave and was given, and whether it agrees to be named.
func (p StaffOrganization) Circulation() string { return string(p) + Circulation }
