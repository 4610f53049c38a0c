package project

// The picture of a thread: those who helped on the left, the person in the middle, organizations on the right.
const (
	threadWidth, threadRow, threadMargin = 640.0, 64.0, 40.0
	mostInThread                         = 7
)

// ThreadPicture is a thread as a picture. templates/partials/tie.html draws it.
type ThreadPicture struct {
	Width, Height float64
	// Y is the middle, where the person is.
	Y     float64
	Left  []ThreadLeft
	Right []ThreadRight
}

// X is where the person is.
func (p *ThreadPicture) X() float64 { return p.Width / 2 }

// ThreadLeft is somebody who helped, introduced or taught the person.
type ThreadLeft struct {
	*Line
	X, Y float64
}

// ThreadRight is an organization to which the person gave hours.
type ThreadRight struct {
	*Gave
	X, Y float64
}

// Picture draws the thread, nil where there is nothing in it. What has no room is in the lists.
func (t *Thread) Picture() *ThreadPicture {
	left, right := min(len(t.Said), mostInThread), min(len(t.Gave), mostInThread)
	rows := max(left, right)
	if rows == 0 {
		return nil
	}
	p := &ThreadPicture{Width: threadWidth, Height: float64(rows)*threadRow + threadMargin}
	p.Y = p.Height / 2
	at := func(i, n int) float64 { return p.Y + (float64(i)-float64(n-1)/2)*threadRow }
	for i := range left {
		p.Left = append(p.Left, ThreadLeft{&t.Said[i], 150, at(i, left)})
	}
	for i := range right {
		p.Right = append(p.Right, ThreadRight{&t.Gave[i], p.Width - 150, at(i, right)})
	}
	return p
}
