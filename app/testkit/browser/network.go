package browser

import (
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Offline takes the page off the network, or brings it back. What it is connected to by WebSocket stays.
func (p *Page) Offline(isOff bool) *Page {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{})
	p.must(err)
	_, err = chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: isOff, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	p.must(err)
	_, err = chromedp.Call(p.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: isOff, DownloadThroughput: -1, UploadThroughput: -1,
	})
	p.must(err)
	return p
}
