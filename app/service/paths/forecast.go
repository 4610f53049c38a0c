package paths

// Forecast is how people are expected to come to the doors.
func (p StaffEvent) Forecast() string { return string(p) + "/forecast" }
