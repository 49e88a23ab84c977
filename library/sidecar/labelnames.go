package sidecar

import (
	"strings"

	"culler/library/photo"
)

// colours are the names of the colour labels as programs write them, in lower
// case.
var colours = make(map[string]photo.Label)

// labelWords are the names of red, yellow, green, blue and purple: in English,
// and translated, as Lightroom does. Magenta is digiKam's purple. The words of
// the second line are those that Bridge is delivered with.
var labelWords = [][5]string{
	{"red", "yellow", "green", "blue", "purple magenta"},
	{"select", "second", "approved", "review", "to_do"},
	{"rot", "gelb", "grün", "blau", "lila violett"},
	{"rouge", "jaune", "vert", "bleu", "pourpre violet"},
	{"rojo", "amarillo", "verde", "azul", "púrpura morado"},
	{"rosso", "giallo", "verde", "blu", "viola"},
	{"rood", "geel", "groen", "blauw", "paars"},
	{"vermelho", "amarelo", "verde", "azul", "roxo"},
	{"röd", "gul", "grön", "blå", "lila"},
	{"rød", "gul", "grøn grønn", "blå", "lilla"}, // Danish and Norwegian
	{"punainen", "keltainen", "vihreä", "sininen", "violetti purppura"},
	{"czerwony", "żółty", "zielony", "niebieski", "fioletowy purpurowy"},
	{"červená", "žlutá", "zelená", "modrá", "fialová purpurová"},
	{"красный", "жёлтый желтый", "зелёный зеленый", "синий", "фиолетовый пурпурный"},
	{"kırmızı", "sarı", "yeşil", "mavi", "mor"},
	{"レッド 赤", "イエロー 黄", "グリーン 緑", "ブルー 青", "パープル 紫"},
	{"红色 紅色", "黄色 黃色", "绿色 綠色", "蓝色 藍色", "紫色"},
	{"빨강 빨간색", "노랑 노란색", "녹색 초록 초록색", "파랑 파란색", "자주 자주색 보라 보라색"},
}

func init() {
	for _, words := range labelWords {
		for k, same := range words {
			for _, word := range strings.Fields(same) {
				colours[strings.ReplaceAll(word, "_", " ")] = photo.Red + photo.Label(k)
			}
		}
	}
}
