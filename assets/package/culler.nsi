; The installer for Windows: for one user, so that nobody needs an
; administrator. The build defines VERSION, NUMBERS (four, with dots), FROM (the
; folder of the programs) and OUT (the installer).
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

Name "Culler"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Culler"
InstallDirRegKey HKCU "Software\Culler" "Folder"
RequestExecutionLevel user
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 192 ; MB: both programs hold the same model

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=1033 "ProductName" "Culler"
VIAddVersionKey /LANG=1033 "FileDescription" "Culler's installer"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "MIT licence"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Culler"
!define MUI_ICON "culler.ico"
!define MUI_UNICON "culler.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\culler.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; "Open with Culler" on folders, on the background of an open one and on drives.
; The dot behind the name keeps the backslash of a drive's root from quoting.
!macro OpenWith place name
	WriteRegStr HKCU "Software\Classes\${place}\shell\Culler" "" "Open with Culler"
	WriteRegStr HKCU "Software\Classes\${place}\shell\Culler" "Icon" "$INSTDIR\culler.exe"
	WriteRegStr HKCU "Software\Classes\${place}\shell\Culler\command" "" '"$INSTDIR\culler.exe" "${name}\."'
!macroend

Section
	SetOutPath "$INSTDIR"
	ClearErrors
	File "${FROM}/culler.exe"
	File "${FROM}/cull.exe"
	File "${FROM}/licences.txt"
	IfErrors 0 written
		MessageBox MB_ICONSTOP "Culler could not be written to $INSTDIR. Close Culler, if it is open, and run this installer again." /SD IDOK
		SetErrorLevel 1
		Quit
	written:
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\Culler.lnk" "$INSTDIR\culler.exe"
	!insertmacro OpenWith "Directory" "%1"
	!insertmacro OpenWith "Directory\Background" "%V"
	!insertmacro OpenWith "Drive" "%1"
	WriteRegStr HKCU "Software\Culler" "Folder" "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Culler"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\culler.exe"
	WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Culler"
	WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

; What Culler remembers stays, unless the photographer wants it away (or says
; /DATA with /S); what was unpacked to run it goes.
Section Uninstall
	ClearErrors
	Delete "$INSTDIR\culler.exe"
	IfErrors 0 free
		MessageBox MB_ICONSTOP "Culler is open: close it and try again." /SD IDOK
		SetErrorLevel 1
		Quit
	free:
	Delete "$INSTDIR\cull.exe"
	Delete "$INSTDIR\licences.txt"
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\Culler.lnk"
	DeleteRegKey HKCU "Software\Classes\Directory\shell\Culler"
	DeleteRegKey HKCU "Software\Classes\Directory\Background\shell\Culler"
	DeleteRegKey HKCU "Software\Classes\Drive\shell\Culler"
	DeleteRegKey HKCU "${UNINSTALL}"
	DeleteRegKey HKCU "Software\Culler"
	FindFirst $0 $1 "$LOCALAPPDATA\Culler\onnxruntime-*"
	next:
		StrCmp $1 "" unpacked
		RMDir /r "$LOCALAPPDATA\Culler\$1"
		FindNext $0 $1
		Goto next
	unpacked:
	FindClose $0
	ClearErrors
	${GetParameters} $0
	${GetOptions} $0 "/DATA" $1
	IfErrors 0 forget
	MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Remove what Culler remembers as well: your decisions, weights and prompts, what was read of your photos, and installed models?$\r$\n$\r$\nPhotos and their sidecars stay in any case." /SD IDNO IDNO done
	forget:
		RMDir /r "$LOCALAPPDATA\Culler"
		RMDir /r "$APPDATA\culler"
		RMDir /r "$APPDATA\fyne\app.culler.culler"
		RMDir "$APPDATA\fyne"
	done:
	RMDir "$LOCALAPPDATA\Culler"
SectionEnd
