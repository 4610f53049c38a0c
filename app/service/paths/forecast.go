package paths

// Forecast is how people are expected to come to the doors.
func (p StaffEvent) Forecast() string { return string(p) + "/forecast" }

// Rehearsal has made-up people for the devices of the reception.
func (p StaffEvent) Rehearsal() string { return p.Forecast() + "/rehearsal" }
