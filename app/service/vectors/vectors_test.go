package vectors_test

import (
	"slices"
	"testing"

	"meguri/app/service/vectors"
	"meguri/app/service/words"
)

func load(t *testing.T) *vectors.Space {
	t.Helper()
	space, err := vectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	return space
}

// of are the vectors of texts, cut into words by the dictionary.
func of(t *testing.T, texts ...string) []vectors.Vector {
	t.Helper()
	list, err := words.Count(&words.Request{Texts: texts, Parts: true})
	if err != nil {
		t.Fatal(err)
	}
	return load(t).Texts(list, len(texts))
}

func TestWordsOfOneMatterAreAlike(t *testing.T) {
	space := load(t)
	for _, c := range []struct{ word, near, far string }{
		{"看護", "医療", "配信"}, {"名簿", "書類", "桜"}, {"動画", "配信", "介護"}, {"会場", "客席", "税金"}, {"子ども", "親", "書類"},
	} {
		word, near, far := space.Of([]string{c.word}), space.Of([]string{c.near}), space.Of([]string{c.far})
		if a, b := vectors.Similarity(word, near), vectors.Similarity(word, far); a < 0.3 || a < b+0.2 {
			t.Errorf("%s is like %s by %.2f and like %s by %.2f", c.word, c.near, a, c.far, b)
		}
	}
	if space.Knows("めぐりんぱ") || !space.Knows("友だち") {
		t.Error("it knows other words than it should")
	}
}

// The needs are written in other words than the sentences.
func TestANeedIsFoundByWhatSomebodySays(t *testing.T) {
	needs := []string{
		"会員の名簿が三つに分かれていて、更新が大変です", "ホームページが十年前のままで、スマートフォンで読めません",
		"助成金の申請書の書き方が分かりません", "イベントのちらしのデザインをだれかに頼みたい",
		"高齢の方にスマートフォンの使い方を教える人が足りません", "外国から来た親子に日本語を教える場がほしい",
		"会計の帳簿をつける人がいません", "子どもの勉強を見てくれる大学生を探しています",
	}
	for sentence, want := range map[string]int{
		"エクセルで顧客の一覧を整理する仕事をしています": 0, "ウェブサイトを作っています": 1, "役所に出す書類や予算の文章なら書けます": 2,
		"絵やポスターを描くのが好きです": 3, "経理の仕事を二十年しています": 6, "家庭教師をしていました": 7,
	} {
		all := of(t, append([]string{sentence}, needs...)...)
		near := vectors.Nearest(all[0], all[1:], 3)
		if !slices.ContainsFunc(near, func(n vectors.Near) bool { return n.Index == want }) {
			t.Errorf("%s: %v, and not %q", sentence, near, needs[want])
		}
	}
}

func TestTextsThatAreAlikeMakeAGroup(t *testing.T) {
	texts := []string{
		"配信の音声が聞き取りにくかった", "オンラインの音が途切れて聞こえなかった", "マイクの音量が小さく、声が聞こえない", "音声が小さい",
		"看護の現場の話に感動しました", "看護師さんの話がとてもよかった", "病院の看護の話をもっと聞きたい", "医療と看護の話が心に残った",
		"駅から会場までの道が分かりにくい", "会場の場所が駅から遠い", "会場の入口の案内が分からなかった", "駅からの道順の地図がほしい",
		"", "🎉🎉",
	}
	all := of(t, texts...)
	if all[12] != nil || all[13] != nil {
		t.Error("what has no words has a vector")
	}
	groups := vectors.Groups(all)
	again := vectors.Groups(all)
	right, placed := 0, 0
	for g, group := range groups {
		if !slices.Equal(group.Members, again[g].Members) {
			t.Error("the same texts give other groups")
		}
		times := map[int]int{}
		for _, i := range group.Members {
			times[i/4]++
			placed++
		}
		most := 0
		for _, n := range times {
			most = max(most, n)
		}
		right += most
	}
	if placed < 9 || right < placed-1 {
		t.Errorf("%d of 12 are in a group, %d with their like: %v", placed, right, groups)
	}
}

func TestFewTextsMakeNoGroups(t *testing.T) {
	if groups := vectors.Groups(of(t, "音声が小さい", "会場が遠い")); len(groups) > 0 {
		t.Errorf("%v", groups)
	}
	if groups := vectors.Groups(nil); len(groups) > 0 {
		t.Errorf("%v", groups)
	}
}
