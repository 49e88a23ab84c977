package prompts

import (
	"strings"
	"sync"
	"unicode"
)

// Words splits a text into its lower-case words; punctuation separates them.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
}

// ContentWords are the words of a text that tell something: articles,
// prepositions and the words for a photograph itself are left out.
func ContentWords(text string) []string {
	var content []string
	for _, w := range Words(text) {
		if !empty.has(w) {
			content = append(content, w)
		}
	}
	return content
}

// lexicon is a set of words, made when it is first asked.
type lexicon func() map[string]bool

func (l lexicon) has(word string) bool { return l()[word] }

func wordSet(lists ...string) lexicon {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for _, l := range lists {
			for w := range strings.FieldsSeq(l) {
				set[w] = true
			}
		}
		return set
	})
}

// empty words say nothing of a photograph.
var empty = wordSet(
	"a an the this that these those some any of in on at by for from to into with within and or as is are was be been being has have it its very quite rather",
	"photo photos photograph photographs picture pictures image images shot shots pic frame snapshot photography",
)

// content names things that a photograph may show. A prompt with one of them
// tells scenes apart. Smiles and open eyes are not among them: they differ from
// frame to frame.
var content = wordSet(
	"person people man men woman women girl boy child children kid kids baby babies couple family crowd bride groom wedding portrait portraits selfie face faces hands musician dancer athlete player soldier worker",
	"dog dogs cat cats bird birds horse horses animal animals pet pets puppy kitten fish insect butterfly bee cow sheep lion elephant wildlife",
	"sunset sunsets sunrise sun moon star stars sky skies cloud clouds rainbow storm lightning snow rain fog aurora night evening morning winter summer autumn spring",
	"landscape landscapes mountain mountains hill hills valley forest woods tree trees leaf leaves flower flowers rose garden park field meadow desert canyon beach beaches sea ocean wave waves lake river waterfall coast island water",
	"city cityscape skyline street streets road bridge building buildings house houses home church castle tower architecture interior room kitchen window door wall",
	"car cars bus train plane airplane boat ship bicycle bike motorcycle",
	"food meal dish cake fruit coffee drink wine product fashion dress jewelry macro",
	"party concert festival birthday holiday vacation travel sport sports football soccer game race",
)

// ofFaces are words for what faces tell.
var ofFaces = wordSet(
	"eye eyes eyelid eyelids gaze gazing blink blinks blinking wink winking asleep awake smile smiles smiling laugh laughs laughing laughter grin grinning frown frowning",
	"expression expressions expressive emotion emotions emotional happy sad angry joyful surprised bored facial face faces",
	"people person persons man men woman women boy boys girl girls child children kid kids baby babies couple couples family families bride groom portrait portraits selfie",
)

// AsksForFaces tells whether a wording of the prompt is about what faces tell.
func (p Prompt) AsksForFaces() bool {
	for _, t := range p.Texts() {
		for _, w := range Words(t) {
			if ofFaces.has(w) {
				return true
			}
		}
	}
	return false
}

// ambiguous words mean something else to everyone, in captions too.
var ambiguous = wordSet(
	"interesting artistic nice cool creative unique special amazing awesome wow fascinating",
	"cute lovely meaningful powerful emotional expressive original authentic timeless magical epic iconic memorable",
	"art vibe vibes mood moody feeling feelings soul story storytelling best favorite favourite",
)

// technical words name what is measured better on the pixels.
var technical = wordSet(
	"sharp sharpness sharply focus focused unfocused defocused blur blurry blurred unsharp crisp soft detail detailed resolution megapixel 4k 8k hd",
	"bright brightness dark darkness exposed exposure overexposed underexposed over under well highlights shadows clipped blown histogram",
	"noise noisy grain grainy noiseless iso contrast contrasty saturated saturation desaturated colorful colourful colorless colourless vivid",
	"compressed compression jpeg artifacts pixelated high low good bad in out",
)

// vague words do not make a wording technical, but do not keep it from being so.
var vague = wordSet("soft over under well high low good bad in out hd detail resolution highlights shadows")

// negation is hardly understood by contrastive models, which mostly hear the
// word that is negated.
var negation = wordSet("not no without never none neither nor lacking lacks isn't aren't doesn't don't hasn't")
