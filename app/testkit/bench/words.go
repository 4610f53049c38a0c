package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"meguri/app/need"
	"meguri/app/service/cloud"
	"meguri/app/service/consensus"
	"meguri/app/service/pdf"
	"meguri/app/service/vectors"
	"meguri/app/service/words"
	"meguri/models"
)

const wordTexts = 5_000

// saidParts are put together to voices of about 50 characters.
var saidParts = []string{
	"プロボノの時間をつくる", "地域づくりに取り組む", "上司に言い出しにくい", "夜だけでも参加できると助かります", "議事録が苦手", "看護の現場で",
	"学生と共創したい", "循環を見えるようにする", "人手が足りない", "ありがとうがうれしい", "市民活動センターに相談する", "Excelの名簿",
}

// countWords measures a word cloud of 5,000 voices: the child with its start, and the layout.
func (b *bench) countWords() error {
	r := rand.New(rand.NewPCG(1, 2))
	request := &words.Request{Fewest: 2, Most: 60, Texts: make([]string, wordTexts)}
	for i := range request.Texts {
		var parts []string
		for range 4 {
			parts = append(parts, saidParts[r.IntN(len(saidParts))])
		}
		request.Texts[i] = strings.Join(parts, "、")
	}
	begin := time.Now()
	list, err := words.NewChild([]string{b.binary, "words"}).Count(b.ctx, request)
	if err != nil {
		return err
	}
	placed := make([]cloud.Word, len(list))
	for i := range list {
		placed[i] = cloud.Word{Text: list[i].Text, Count: list[i].Count()}
	}
	cloud.Layout(placed, cloud.Options{
		Width: 1200, Height: 540, Smallest: 24, Largest: 110, Measure: pdf.New().TextWidth,
	})
	took := time.Since(begin)
	b.addMaximum(fmt.Sprintf("word cloud of %d voices", wordTexts), float64(took.Milliseconds()), 1000, "ms")
	return nil
}

// readFreeTexts measures what the page of a survey's free texts asks of 6,000 of them: words in all their forms, names
// and vectors in the child, and groups of those that are alike.
func (b *bench) readFreeTexts() error {
	const texts = 6_000
	r := rand.New(rand.NewPCG(1, 2))
	request := &words.Request{Fewest: 1, Forms: true, Names: true, Parts: true, Texts: make([]string, texts)}
	for i := range request.Texts {
		var parts []string
		for range 4 {
			parts = append(parts, saidParts[r.IntN(len(saidParts))])
		}
		request.Texts[i] = strings.Join(parts, "、")
	}
	begin := time.Now()
	list, err := words.NewChild([]string{b.binary, "words"}).Count(b.ctx, request)
	if err != nil {
		return err
	}
	space, err := vectors.Load()
	if err != nil {
		return err
	}
	vectors.Groups(space.Texts(list, texts))
	b.addMaximum(fmt.Sprintf("%d free texts read", texts), float64(time.Since(begin).Milliseconds()), 3000, "ms")
	return nil
}

// rankNeeds measures how long one person's three sentences take among 1,000 open needs: their words are stored, and the
// vectors of the needs kept.
func (b *bench) rankNeeds() error {
	space, err := vectors.Load()
	if err != nil {
		return err
	}
	const open = 1000
	r := rand.New(rand.NewPCG(1, 2))
	some := func(n int) (list []string) {
		for range n {
			list = append(list, neededWords[r.IntN(len(neededWords))])
		}
		return list
	}
	needs := make([]models.Need, open)
	for i := range needs {
		stored, err := json.Marshal([2][]string{some(12), some(8)})
		if err != nil {
			return err
		}
		text := string(stored)
		needs[i] = models.Need{ID: models.NewID(), Version: 1, Words: &text}
	}
	service := need.New(nil, need.Options{})
	service.Rank(space, space.Of(some(4)), needs) // keeps the vectors
	best := time.Hour
	for range 20 {
		begin := time.Now()
		for range 3 {
			service.Rank(space, space.Of(some(4)), needs)
		}
		best = min(best, time.Since(begin))
	}
	b.addMaximum(fmt.Sprintf("one person among %d needs", open), float64(best.Microseconds())/1000, 5, "ms")
	return nil
}

// neededWords are those of made-up needs and days.
var neededWords = strings.Fields("名簿 会計 議事録 写真 広報 看護 学生 地域 高齢 子ども 防災 川 掃除 翻訳 料理 送迎 会議 資料 予算 研修 相談 名前 地図 英語 手話 音楽 園芸 " +
	"修理 機械 計算 文章 編集 印刷 受付 司会 電話 買い物 見守り 学習 宿題 運動 健康 薬 病院 介護 家族 町会 祭り 商店 農業")

// findConsensus measures how groups of 3,000 people and 100 statements follow, and how they are found.
func (b *bench) findConsensus() error {
	const people, statements, answers = 3_000, 100, 15
	r := rand.New(rand.NewPCG(1, 2))
	c := &consensus.Crowd{Statements: statements, People: make([][]consensus.Answer, people)}
	for i := range c.People {
		for _, j := range r.Perm(statements)[:answers] {
			stance := consensus.Disagree
			if r.Float64() < []float64{0.9, 0.5, 0.1}[(i+j)%3] {
				stance = consensus.Agree
			}
			c.People[i] = append(c.People[i], consensus.Answer{Statement: j, Stance: stance})
		}
	}
	begin := time.Now()
	found := consensus.Find(c)
	anew := time.Since(begin)
	begin = time.Now()
	consensus.Next(c, found)
	b.addMaximum("consensus, a live step", float64(time.Since(begin).Microseconds())/1000, 200, "ms")
	b.addMaximum("consensus, found anew", float64(anew.Milliseconds()), 30_000, "ms")
	return nil
}
