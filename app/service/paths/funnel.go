package paths

// ReachedInForm takes the parts of the form in which something was filled in.
func (p Event) ReachedInForm() string { return p.Register() + "/reached" }

// Steps is where staff see how far people get in the form.
func (p Form) Steps() string { return string(p) + "/steps" }
