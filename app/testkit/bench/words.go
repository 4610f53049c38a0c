package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"meguri/app/service/cloud"
	"meguri/app/service/consensus"
	"meguri/app/service/pdf"
	"meguri/app/service/vectors"
	"meguri/app/service/words"
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
