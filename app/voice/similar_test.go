package voice_test

import (
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

var discussion = []string{
	"上司に言い出しにくいのが、いちばんの壁です。就業規則に一行あるだけで変わると思います。",
	"月に2時間だけ、と先に決めたら3年続きました。みなさんは、どう時間を決めていますか。",
	"子どもが寝てからの1時間しかありません。夜だけでもできる役割はありますか。",
	"昼休みに30分ずつでもいいのでしょうか。",
	"会社に申請すると、評価に響きませんか。",
	"専門職ではないのですが、事務の経験だけでも役に立てますか。",
	"引っ越しても、オンラインで続けられますか。",
}

func TestVoicesThatSayTheSameAreOffered(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for _, said := range discussion {
			f.says(f.person(), said)
		}
		reader := f.person()
		for typed, want := range map[string]string{
			"昼休みに３０分だけでもいいですか":    discussion[3],
			"会社に申請したら評価に響きますか":    discussion[4],
			"上司に言い出しにくい":          discussion[0],
			"引っ越してもオンラインで続けたいです":  discussion[6],
			"託児はありますか":            "",
			"資料はどこで見られますか":        "",
			"ありがとうございました。とてもよかった": "",
			"は":  "",
			"👏👏": "",
		} {
			found, err := f.Similar(t.Context(), f.event, reader, typed)
			f.must(err)
			got := ""
			if len(found) > 0 {
				got = found[0].Text
			}
			apptest.Equal(t, typed, got, want)
		}
	})
}

func TestAnotherWayToCompareCanTakeItsPlace(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.says(f.person(), "まったく違う話")
		f.CompareBy(func(_ string, others []string) []float64 { return append([]float64{}, 1) })
		found, err := f.Similar(t.Context(), f.event, f.person(), "何でも")
		f.must(err)
		apptest.Equal(t, "found", len(found), 1)
	})
}
