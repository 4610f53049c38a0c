package registration

import "meguri/app/service/filter"

// FilterInput chooses registrations of an event: one rule for all that is done with several people.
type FilterInput = filter.Input
