@echo off
rem Runs Anomaly Flow: anomaly-flow COMMAND --key value ..., see anomaly-flow --help.
setlocal
set "ROOT=%~dp0.."
rem a release has the program in app, a source tree builds it into target\app
set "APP=%ROOT%\app"
if not exist "%APP%" set "APP=%ROOT%\target\app"
if exist "%APP%\plugins\Anomaly_Flow-*.jar" goto run
where mvn >nul 2>nul
if errorlevel 1 (
  echo Anomaly Flow is not built yet, and Maven ^(mvn^) is not installed: install Maven 3.8 or newer, or use a released build. 1>&2
  exit /b 1
)
echo Anomaly Flow is not built yet: building it once with mvn package; the first time also fetches its libraries ... 1>&2
pushd "%ROOT%"
call mvn -q -B -DskipTests package 1>&2
popd
if exist "%APP%\plugins\Anomaly_Flow-*.jar" goto run
echo The build failed; see the messages above. It needs Maven and a Java 17 development kit. 1>&2
exit /b 1
:run
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if "%JAVA%"=="java" (
  where java >nul 2>nul
  if errorlevel 1 (
    echo Java is not installed: install Java 17 or newer, or set JAVA_HOME. 1>&2
    exit /b 1
  )
)
rem On few cores Java's second compiler takes more time from a short command than its code gives back.
set "COMPILER="
set "SHORT="
if "%~1"=="detect" set "SHORT=1"
if "%~1"=="info" set "SHORT=1"
if defined SHORT if defined NUMBER_OF_PROCESSORS if %NUMBER_OF_PROCESSORS% LEQ 4 set "COMPILER=-XX:TieredStopAtLevel=1"
set "LOG=off"
if "%ANOMALY_FLOW_DEBUG%"=="1" set "LOG=info"
"%JAVA%" --add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true %COMPILER% "-Dplugins.dir=%APP%" ^
 -Dorg.slf4j.simpleLogger.defaultLogLevel=%LOG% %ANOMALY_FLOW_JAVA_OPTS% ^
 -cp "%APP%\plugins\*;%APP%\lib\*;%APP%\cli\*" org.anomalyflow.host.cli.Main %*
exit /b %ERRORLEVEL%
