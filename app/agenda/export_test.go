package agenda

// Functions that are tested without a database.
var (
	NextInput = nextInput
	NewDay    = newDay
	NewSlots  = newSlots
	MoveBy    = moveBy
)
