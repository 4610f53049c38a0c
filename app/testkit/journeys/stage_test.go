package journeys_test

import (
	"fmt"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// stageFaults says which texts of a scene are smaller than 36 of 1080 lines, which ones stand outside of the screen or
// are cut off, and whether the scene leaves much of the width empty. What a list has no room for is out of sight whole.
const stageFaults = `(() => {
  const faults = [], unit = innerWidth / 1920, screen = document.getElementById('stage-screen')
  let left = innerWidth, right = 0
  for (const e of screen.querySelectorAll('*')) {
    const box = e.getBoundingClientRect(), list = e.closest('.stage-list, .stage-agreed')
    if (!box.width || list && box.left >= list.getBoundingClientRect().right - 1) continue
    const name = e.localName + '.' + (e.className.baseVal ?? e.className)
    left = Math.min(left, box.left)
    right = Math.max(right, box.right)
    const isWide = box.left < -1 || box.right > innerWidth + 1
    if (isWide || box.top < -1 || box.bottom > innerHeight + 1) faults.push(name + ' is outside')
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue
    const drawn = e.ownerSVGElement ? e.getScreenCTM().a : 1
    const size = parseFloat(getComputedStyle(e).fontSize) * drawn / unit
    if (size < 35.9) faults.push(name + ' has letters of ' + size)
  }
  const foot = screen.querySelector('.stage-way .stage-qr')
  if (foot && foot.getBoundingClientRect().width / unit < 160) faults.push('the code is small')
  if ((right - left) / innerWidth < 0.92) faults.push('the scene is narrow: ' + (right - left) / innerWidth)
  return faults.join('; ')
})()`

// The last row of a hall reads letters of a thirtieth of the picture, whatever the projector's resolution.
func TestScenesAreReadFromTheLastRow(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := server.staff(t, models.RoleOwner, browser.View{Width: 1280, Lang: "ja", SkipAxe: true})
	owner.Open("/staff/events/summit-2025/stage")
	link := owner.Says(`new URL(document.getElementById('screen-link').value).pathname`)
	for _, size := range [][2]int{{1920, 1080}, {1280, 720}, {3840, 2160}} {
		view := browser.View{Width: size[0], Height: size[1], Lang: "ja", SkipAxe: true}
		p := server.browser.Visit(t, server.BaseURL, "screen", view)
		for _, scene := range []string{
			"join", "voices", "poll", "cloud", "consensus", "promises", "word", "captions", "survey",
		} {
			for _, look := range []string{"lang=ja", "lang=en&ground=paper"} {
				t.Run(fmt.Sprintf("%s, %d, %s", scene, size[0], look), func(t *testing.T) {
					p.Open(link + "?view=" + scene + "&" + look)
					if faults := p.Says(stageFaults); faults != "" {
						t.Error(faults)
					}
				})
			}
		}
	}
}
