package keys

// Action is something a key can do.
type Action struct {
	ID    ID     // as in the file of keys
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
	mark(Pick, "Pick", "P"),
	mark(Reject, "Reject", "X"),
	mark(ClearFlag, "Clear the flag", "U"),
	mark(ToggleFlag, "Pick, or take the pick back", "`"),
	mark(Stars0, "No stars", "0"),
	mark(Stars1, "1 star", "1"),
	mark(Stars2, "2 stars", "2"),
	mark(Stars3, "3 stars", "3"),
	mark(Stars4, "4 stars", "4"),
	mark(Stars5, "5 stars", "5"),
	does(Deciding, StarDown, "One star less", "["),
	does(Deciding, StarUp, "One star more", "]"),
	mark(LabelRed, "Red label", "6"),
	mark(LabelYellow, "Yellow label", "7"),
	mark(LabelGreen, "Green label", "8"),
	mark(LabelBlue, "Blue label", "9"),
	mark(LabelPurple, "Purple label", "Ctrl+9"),
	mark(LabelNone, "No label", "Alt+9"),
	does(Deciding, TurnLeft, "Turn to the left", "Ctrl+["),
	does(Deciding, TurnRight, "Turn to the right", "Ctrl+]"),
	does(Deciding, KeepOnly, "Keep this, reject the rest", "Ctrl+Shift+P"),
	does(Deciding, Accept, "Accept the verdict of this burst", "Ctrl+Enter"),
	does(Deciding, AcceptAll, "Accept all clear verdicts...", "Ctrl+Shift+Enter"),
	does(Deciding, Strictness, "Suggest what to keep, more or less strictly", "Ctrl+J"),
	does(Deciding, AcceptShortlist, "Pick what is suggested", "Ctrl+Shift+J"),
	does(Deciding, Advance, "Auto-advance after each mark", "CapsLock"),
	does(Deciding, Undo, "Undo", "Ctrl+Z"),
	does(Deciding, Redo, "Redo", "Ctrl+Shift+Z", "Ctrl+Y"),

	does(Going, Left, "Photo to the left", "Left"),
	does(Going, Right, "Photo to the right", "Right"),
	does(Going, Up, "Row above, previous burst, or promote", "Up"),
	does(Going, Down, "Row below, next burst, or the other", "Down"),
	does(Going, FrameBefore, "Previous frame in the burst", ",", "Ctrl+Left"),
	does(Going, FrameNext, "Next frame in the burst", ".", "Ctrl+Right"),
	does(Going, BurstBefore, "Burst before", "Ctrl+Up"),
	does(Going, BurstNext, "Next burst", "Ctrl+Down"),
	does(Going, UndecidedNext, "Next undecided photo", "J"),
	does(Going, UndecidedBefore, "Previous undecided photo", "Shift+J"),
	does(Going, PageUp, "A screen up", "PageUp"),
	does(Going, PageDown, "A screen down", "PageDown"),
	does(Going, First, "First photo", "Home"),
	does(Going, Last, "Last photo", "End"),

	does(Looking, Grid, "Grid", "G"),
	does(Looking, Loupe, "Loupe", "E"),
	does(Looking, Compare, "Compare two", "C"),
	does(Looking, Survey, "Survey a burst or selection", "N"),
	does(Looking, Faces, "Faces of a burst", "H"),
	does(Looking, ToggleLoupe, "Open the photo, or go back", "Enter", "Space"),
	does(Looking, Closer, "Open the photo, then 100 % or fit", "Ctrl+Space"),
	does(Looking, Back, "Back to the grid, or select one", "Escape"),
	does(Looking, Zoom, "100 % at the face or sharpest place", "Z"),
	does(Looking, Larger, "Larger thumbnails, or zoom in", "+", "="),
	does(Looking, Smaller, "Smaller thumbnails, or zoom out", "-"),
	does(Looking, Clipping, "Show blown and blocked tones", "O"),
	does(Looking, Peaking, "Show what is in focus", "D"),
	does(Looking, Histogram, "Histogram", "I"),
	does(Looking, Drop, "Take this photo out of the survey", "Delete"),
	does(Looking, DropWeakest, "Take the weakest out of the survey", "Backspace"),
	does(Looking, Stacks, "Bursts as stacks, or all photos", "B"),
	does(Looking, Expand, "Open or close this stack", "S"),
	does(Looking, RunnerUp, "Compare with shoot or runner-up", "R"),
	does(Looking, Panels, "Show or hide the panel", "Tab"),
	does(Looking, Details, "Camera, exposure, files", "Ctrl+I"),
	does(Looking, Strip, "Show or hide the strip", "Shift+Tab"),
	does(Looking, FullScreen, "The photo alone on the screen", "F", "F11"),
	does(Looking, Second, "A second window for the photo", "Shift+F11"),

	does(Selecting, SelectLeft, "Select to the left, or look there", "Shift+Left"),
	does(Selecting, SelectRight, "Select to the right, or look there", "Shift+Right"),
	does(Selecting, SelectUp, "Select upwards, or look there", "Shift+Up"),
	does(Selecting, SelectDown, "Select downwards, or look there", "Shift+Down"),
	does(Selecting, SelectAll, "Select all that is shown", "Ctrl+A"),
	does(Selecting, SelectBurst, "Select this burst", "Ctrl+B"),
	does(Selecting, SelectNone, "Select one", "Ctrl+D"),
	does(Selecting, Search, "Search", "Ctrl+F", "/"),
	does(Selecting, FilterAll, "Show all", "Ctrl+1"),
	does(Selecting, FilterUndecided, "Only undecided", "Ctrl+2"),
	does(Selecting, FilterPicked, "Only picked", "Ctrl+3"),
	does(Selecting, FilterRejected, "Only rejected", "Ctrl+4"),
	does(Selecting, FilterClose, "Only bursts too close to call", "Ctrl+5"),
	does(Selecting, FilterClear, "Clear all filters", "Ctrl+L"),
	does(Selecting, SortTime, "Sort by time", "Alt+1"),
	does(Selecting, SortName, "Sort by name", "Alt+2"),
	does(Selecting, SortScore, "Sort by score in the shoot", "Alt+3"),
	does(Selecting, SortBurst, "Sort by score in the burst", "Alt+4"),
	does(Selecting, SortReverse, "Reverse the order", "Alt+0"),

	does(Bursting, Stack, "Make one burst of the selection", "Ctrl+G"),
	does(Bursting, TakeOut, "Take out of the burst", "Ctrl+Shift+G"),
	does(Bursting, Split, "Split the burst before this frame", "K"),
	does(Bursting, Merge, "Merge with the next burst", "M"),
	does(Bursting, Clocks, "Clocks of the cameras...", "Ctrl+K"),
	does(Bursting, Scenes, "Bursts by scene, or by time alone", "Ctrl+Shift+S"),
	does(Bursting, Duplicates, "Duplicates in the whole shoot", "Ctrl+Shift+U"),
	does(Bursting, ForgetEdits, "Forget changes made to bursts by hand", "Ctrl+Shift+B"),

	does(Weighing, PromptNew, "New prompt...", "Ctrl+T"),
	does(Weighing, PromptSets, "Prompt sets...", "Ctrl+Shift+T"),
	does(Weighing, WeightsReset, "Reset the weights", "Ctrl+0"),
	does(Weighing, Models, "Models...", "Ctrl+M"),
	does(Weighing, Taste, "How well does Culler know my taste?", "Ctrl+H"),
	does(Weighing, Learn, "Learn weights from my picks...", "Ctrl+Shift+H"),
	does(Weighing, LearnTaste, "Learn my taste...", "Ctrl+Alt+H"),
	does(Weighing, Profiles, "Profiles...", "Ctrl+Shift+M"),

	does(General, Open, "Open a folder...", "Ctrl+O"),
	does(General, Demo, "Open the demo shoot", "Ctrl+Shift+D"),
	does(General, Rescan, "Look for new photos", "F5"),
	does(General, Watch, "Add photos as they arrive", "Shift+F5"),
	does(General, Stop, "Stop background work", "Ctrl+."),
	does(General, Export, "Hand over...", "Ctrl+E"),
	does(General, RejectFolder, "Rejects to a folder...", "Ctrl+Shift+E"),
	does(General, ShowInFolder, "Show in folder", "Ctrl+R"),
	does(General, OpenIn, "Open in the program used last", "Ctrl+Shift+O"),
	does(General, CopyPath, "Copy the path", "Ctrl+Shift+C"),
	does(General, Problems, "Problems...", "Ctrl+P"),
	does(General, Settings, "Settings...", "Ctrl+,"),
	does(General, FontLarger, "Larger text", "Ctrl++", "Ctrl+="),
	does(General, FontSmaller, "Smaller text", "Ctrl+-"),
	does(General, Theme, "Light theme", "Ctrl+Shift+L"),
	does(General, CheatSheet, "Keys", "?"),
	does(General, Tour, "A tour of the window", "F1"),
	does(General, About, "About Culler", "Shift+F1"),
	does(General, Quit, "Quit", "Ctrl+Q"),
}

func does(group string, id ID, title string, keys ...Chord) Action {
	return Action{ID: id, Group: group, Title: title, Keys: keys}
}

func mark(id ID, title string, keys ...Chord) Action {
	return Action{ID: id, Group: Deciding, Title: title, Keys: keys, Marks: true}
}
