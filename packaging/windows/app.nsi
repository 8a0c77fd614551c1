; The Windows installer: for one user, in Chinese, without an administrator. Called by `make windows`:
;   makensis -INPUTCHARSET UTF8 -DVERSION=0.1.0 -DBIN=folder -DICON=file -DLICENSE=file -DOUT=setup.exe app.nsi
; With -DAMD64 the installer itself is a 64-bit program, which wine without its 32-bit half can run.
Unicode true
!ifdef AMD64
Target amd64-unicode
!endif
SetCompressor /SOLID lzma
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include LogicLib.nsh
!include FileFunc.nsh

!define NAME "禾站"
!define ID "cn.hezhan.desktop"
!define EXE "hezhan.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define WEBVIEW "{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define RUNTIME "MicrosoftEdgeWebView2RuntimeInstallerX64.exe"

Name "${NAME}"
OutFile "${OUT}"
; The program beside other programs of this user; its data lies in $LOCALAPPDATA\${ID}, which no installer touches.
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "Software\${ID}" "InstallDir"
RequestExecutionLevel user
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "卸载只删除程序。您录入的数据留在这台电脑上，重新安装后还能打开。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_ICONSTOP "禾站需要 Windows 10 或更新的系统，这台电脑的系统太旧，装不了。" /SD IDOK
    SetErrorLevel 3
    Abort
  ${EndIf}
  ${IfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "禾站需要 64 位的 Windows，这台电脑是 32 位的，装不了。" /SD IDOK
    SetErrorLevel 4
    Abort
  ${EndIf}
FunctionEnd

; Waits until the program can be written: one that runs holds its file.
!macro UNTIL_CLOSED OF
Function ${OF}untilClosed
  again:
  IfFileExists "$INSTDIR\${EXE}" 0 closed
  ClearErrors
  FileOpen $0 "$INSTDIR\${EXE}" a
  IfErrors held
  FileClose $0
  closed:
  Return
  held:
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "禾站还开着。请关掉禾站（信箱开在这台电脑上的，也先停下），再点“重试”。" /SD IDCANCEL IDRETRY again
  SetErrorLevel 5
  Abort
FunctionEnd
!macroend
!insertmacro UNTIL_CLOSED ""
!insertmacro UNTIL_CLOSED "un."

; The runtime of the window. Without it the program opens in the browser, so nothing ends here.
Section "WebView2"
  SetRegView 32
  ReadRegStr $4 HKLM "SOFTWARE\Microsoft\EdgeUpdate\Clients\${WEBVIEW}" "pv"
  ${If} $4 == ""
  ${OrIf} $4 == "0.0.0.0"
    ReadRegStr $4 HKCU "Software\Microsoft\EdgeUpdate\Clients\${WEBVIEW}" "pv"
  ${EndIf}
  SetRegView lastused
  ${If} $4 == ""
  ${OrIf} $4 == "0.0.0.0"
    ${If} ${FileExists} "$EXEDIR\${RUNTIME}"
      DetailPrint "正在安装 WebView2 运行库……"
      ExecWait '"$EXEDIR\${RUNTIME}" /silent /install' $1
      DetailPrint "WebView2 运行库的安装程序返回 $1"
    ${Else}
      DetailPrint "没有 WebView2 运行库，禾站会在浏览器里打开"
      MessageBox MB_ICONINFORMATION "这台电脑没有 WebView2 运行库，禾站会改在浏览器里打开，用法一样。$\n想用窗口，把 ${RUNTIME} 放在安装程序旁边，再安装一次。" /SD IDOK
    ${EndIf}
  ${EndIf}
SectionEnd

Section "Install"
  Call untilClosed
  SetOutPath "$INSTDIR"
  File "${BIN}\${EXE}"
  File "${BIN}\WebView2Loader.dll"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${ID}" "InstallDir" "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${EXE}"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  Call un.untilClosed
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  ; The mailbox of this PC would be looked for with every log-in (crates/bridge/src/own_hub/log_in.rs).
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "HezhanHub"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${ID}"
SectionEnd
