package agenda

// Functions that are tested without a database.
var NextInput = nextInput
