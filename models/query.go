package models

import "gorm.io/gorm"

// inPosition sorts a list in the order that staff gave it.
func inPosition(g *gorm.DB) *gorm.DB { return g.Order("position") }
