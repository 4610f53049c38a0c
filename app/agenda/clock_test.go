package agenda

import (
	"testing"
	"time"

	"meguri/models"
)

func TestATimeIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string][2]int{
		"13:00": {780, -1}, "13時": {780, -1}, "１３：００": {780, -1}, "1:00 PM": {780, -1}, "1:00 p.m.": {780, -1},
		"0.541666": {780, -1}, "13:00:00": {780, -1}, "午後1時半": {810, -1}, "1300": {780, -1}, "9.30": {570, -1},
		"正午": {720, -1}, "12:15 am": {15, -1}, "25:00": {1500, -1}, "13:00〜": {780, -1},
		"13:00〜13:10": {780, 790}, "13:00-13:10": {780, 790}, "１３：００～１３：１０": {780, 790}, "13時－13時10分": {780, 790},
		"13:00 – 13:10": {780, 790}, "午後1時から2時まで": {780, 840}, "23:50〜0:10": {1430, 10}, "9:00ー9:30": {540, 570},
	} {
		from, until, ok := parseSpan(typed)
		if !ok || from != want[0] || until != want[1] {
			t.Errorf("%q is %d to %d (%v), want %v", typed, from, until, ok, want)
		}
	}
	for _, typed := range []string{"", "開会", "13", "30:00", "12:60", "9/20", "13:00〜開会", "第1部", "5名"} {
		if from, _, ok := parseSpan(typed); ok {
			t.Errorf("%q is %d", typed, from)
		}
	}
}

func TestALengthIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string]int{
		"10": 10, "１０分": 10, "10 min": 10, "1時間": 60, "1時間30分": 90, "1時間半": 90, "1.5時間": 90, "0:10": 10, "0:10:00": 10,
		"0.006944": 10, "90分間": 90,
	} {
		if got, ok := parseMinutes(typed); !ok || got != want {
			t.Errorf("%q is %d (%v), want %d", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "未定", "10名", "-5"} {
		if got, ok := parseMinutes(typed); ok {
			t.Errorf("%q is %d", typed, got)
		}
	}
}

func TestADayIsReadAsPeopleWriteIt(t *testing.T) {
	e := &models.Event{TimeZone: "Asia/Tokyo", StartsAt: time.Date(2026, 9, 19, 1, 0, 0, 0, time.UTC)}
	for _, typed := range []string{"9/20", "9月20日（日）", "2026/9/20", "2026-09-20", "2日目", "Day 2", "第2日"} {
		if day, ok := parseDay(e, typed); !ok || day != "2026-09-20" {
			t.Errorf("%q is %q", typed, day)
		}
	}
	for _, typed := range []string{"", "13:00", "2部", "13/40"} {
		if day, ok := parseDay(e, typed); ok {
			t.Errorf("%q is %q", typed, day)
		}
	}
}
