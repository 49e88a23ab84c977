package keys

// Action is something a key can do.
type Action struct {
	ID    string // as in the file of keys
	Group string // heading on the cheat sheet
	Title string
	Keys  []Chord // as delivered
	Marks bool    // a decision about photos: with Shift or Caps Lock the next photo follows
}

// The groups of the cheat sheet, in order.
const (
	Deciding  = "Decide"
	Going     = "Go"
	Looking   = "Look"
	Selecting = "Select and filter"
	Bursting  = "Bursts"
	Weighing  = "Prompts and weights"
	General   = "Shoot and window"
)

// Groups lists the groups in the order of the cheat sheet.
func Groups() []string {
	return []string{Deciding, Going, Looking, Selecting, Bursting, Weighing, General}
}

// Actions lists every action in the order of the cheat sheet.
func Actions() []Action { return actions }

var actions = []Action{
	mark("pick", "Pick", "P"),
	mark("reject", "Reject", "X"),
	mark("clear-flag", "Clear the flag", "U"),
	mark("stars-0", "No stars", "0"),
	mark("stars-1", "1 star", "1"),
	mark("stars-2", "2 stars", "2"),
	mark("stars-3", "3 stars", "3"),
	mark("stars-4", "4 stars", "4"),
	mark("stars-5", "5 stars", "5"),
	does(Deciding, "star-down", "One star less", "["),
	does(Deciding, "star-up", "One star more", "]"),
	mark("label-red", "Red label", "6"),
	mark("label-yellow", "Yellow label", "7"),
	mark("label-green", "Green label", "8"),
	mark("label-blue", "Blue label", "9"),
	mark("label-purple", "Purple label", "Ctrl+9"),
	does(Deciding, "keep-only", "Keep this, reject the rest of the burst", "Shift+P"),
	does(Deciding, "accept", "Accept the verdict of this burst", "Enter"),
	does(Deciding, "accept-all", "Accept all clear verdicts...", "Ctrl+Enter"),
	does(Deciding, "advance", "Next photo follows after marking", "CapsLock"),
	does(Deciding, "undo", "Undo", "Ctrl+Z"),
	does(Deciding, "redo", "Redo", "Ctrl+Shift+Z", "Ctrl+Y"),

	does(Going, "left", "Photo to the left", "Left"),
	does(Going, "right", "Photo to the right", "Right"),
	does(Going, "up", "Row above, burst before, or promote", "Up"),
	does(Going, "down", "Row below, next burst, or the other", "Down"),
	does(Going, "frame-before", "Frame before in the burst", ",", "Ctrl+Left"),
	does(Going, "frame-next", "Next frame in the burst", ".", "Ctrl+Right"),
	does(Going, "burst-before", "Burst before", "Ctrl+Up"),
	does(Going, "burst-next", "Next burst", "Ctrl+Down"),
	does(Going, "undecided-next", "Next undecided photo", "J"),
	does(Going, "undecided-before", "Undecided photo before", "Shift+J"),
	does(Going, "page-up", "A screen up", "PageUp"),
	does(Going, "page-down", "A screen down", "PageDown"),
	does(Going, "first", "First photo", "Home"),
	does(Going, "last", "Last photo", "End"),

	does(Looking, "grid", "Grid", "G"),
	does(Looking, "loupe", "Loupe", "E"),
	does(Looking, "compare", "Compare two", "C"),
	does(Looking, "survey", "Survey a burst or selection", "N"),
	does(Looking, "toggle-loupe", "Between grid and loupe", "Space"),
	does(Looking, "back", "Back to the grid, or select one", "Escape"),
	does(Looking, "zoom", "100 % or fit", "Z"),
	does(Looking, "larger", "Larger thumbnails, or zoom in", "+", "="),
	does(Looking, "smaller", "Smaller thumbnails, or zoom out", "-"),
	does(Looking, "clipping", "Show blown and blocked tones", "O"),
	does(Looking, "peaking", "Show what is in focus", "D"),
	does(Looking, "histogram", "Histogram", "I"),
	does(Looking, "drop", "Take this photo out of the survey", "Delete"),
	does(Looking, "drop-weakest", "Take the weakest out of the survey", "Backspace"),
	does(Looking, "stacks", "Bursts as stacks, or all photos", "B"),
	does(Looking, "expand", "Open or close this stack", "S"),
	does(Looking, "runner-up", "Reasons against the shoot or the runner-up", "R"),
	does(Looking, "panels", "Show or hide the panel", "Tab"),
	does(Looking, "strip", "Show or hide the strip", "Shift+Tab"),
	does(Looking, "full-screen", "Full screen", "F", "F11"),

	does(Selecting, "select-left", "Extend the selection to the left", "Shift+Left"),
	does(Selecting, "select-right", "Extend the selection to the right", "Shift+Right"),
	does(Selecting, "select-up", "Extend the selection upwards", "Shift+Up"),
	does(Selecting, "select-down", "Extend the selection downwards", "Shift+Down"),
	does(Selecting, "select-all", "Select all that is shown", "Ctrl+A"),
	does(Selecting, "select-burst", "Select this burst", "Ctrl+B"),
	does(Selecting, "select-none", "Select one", "Ctrl+D"),
	does(Selecting, "search", "Search", "Ctrl+F", "/"),
	does(Selecting, "filter-all", "Show all", "Ctrl+1"),
	does(Selecting, "filter-undecided", "Only undecided", "Ctrl+2"),
	does(Selecting, "filter-picked", "Only picked", "Ctrl+3"),
	does(Selecting, "filter-rejected", "Only rejected", "Ctrl+4"),
	does(Selecting, "filter-close", "Only bursts too close to call", "Ctrl+5"),
	does(Selecting, "filter-clear", "Clear all filters", "Ctrl+L"),
	does(Selecting, "sort-time", "Sort by time", "Alt+1"),
	does(Selecting, "sort-name", "Sort by name", "Alt+2"),
	does(Selecting, "sort-score", "Sort by score in the shoot", "Alt+3"),
	does(Selecting, "sort-burst", "Sort by score in the burst", "Alt+4"),
	does(Selecting, "sort-reverse", "Turn the order round", "Alt+0"),

	does(Bursting, "stack", "Make one burst of the selection", "Ctrl+G"),
	does(Bursting, "take-out", "Take out of the burst", "Ctrl+Shift+G"),
	does(Bursting, "split", "Split the burst before this frame", "K"),
	does(Bursting, "merge", "Merge with the next burst", "M"),
	does(Bursting, "clocks", "Clocks of the cameras...", "Ctrl+K"),
	does(Bursting, "forget-edits", "Forget all changes of bursts by hand", "Ctrl+Shift+B"),

	does(Weighing, "prompt-new", "New prompt...", "Ctrl+T"),
	does(Weighing, "prompt-sets", "Prompt sets...", "Ctrl+Shift+T"),
	does(Weighing, "weights-reset", "Reset the weights", "Ctrl+0"),
	does(Weighing, "models", "Models...", "Ctrl+M"),
	does(Weighing, "taste", "How well does Culler know my taste?", "Ctrl+H"),

	does(General, "open", "Open a folder...", "Ctrl+O"),
	does(General, "demo", "Open the demo shoot", "Ctrl+Shift+D"),
	does(General, "rescan", "Look for new photos", "F5"),
	does(General, "watch", "Take over photos as they arrive", "Shift+F5"),
	does(General, "stop", "Stop what goes on", "Ctrl+."),
	does(General, "export", "Hand over...", "Ctrl+E"),
	does(General, "reject-folder", "Rejects to a folder...", "Ctrl+Shift+E"),
	does(General, "problems", "Problems...", "Ctrl+P"),
	does(General, "settings", "Settings...", "Ctrl+,"),
	does(General, "font-larger", "Larger text", "Ctrl++", "Ctrl+="),
	does(General, "font-smaller", "Smaller text", "Ctrl+-"),
	does(General, "theme", "Light theme", "Ctrl+Shift+L"),
	does(General, "cheat-sheet", "Keys", "?"),
	does(General, "tour", "A tour in three sentences", "F1"),
	does(General, "about", "About Culler", "Shift+F1"),
	does(General, "quit", "Quit", "Ctrl+Q"),
}

func does(group, id, title string, keys ...Chord) Action {
	return Action{ID: id, Group: group, Title: title, Keys: keys}
}

func mark(id, title string, keys ...Chord) Action {
	return Action{ID: id, Group: Deciding, Title: title, Keys: keys, Marks: true}
}
