package models

type Name struct {
	Family     string `gorm:"column:family_name"`
	Given      string `gorm:"column:given_name"`
	FamilyKana string `gorm:"column:family_kana"`
	GivenKana  string `gorm:"column:given_kana"`
}

func NormalizeEmail(s string) (string, string, bool) { return s, s, true }
