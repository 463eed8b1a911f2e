@echo off
rem Runs Anomaly Flow: anomaly-flow COMMAND --key value ..., see anomaly-flow --help.
setlocal
set "ROOT=%~dp0.."
set "APP=%ROOT%\target\app"
if exist "%APP%\plugins\Anomaly_Flow-*.jar" goto run
echo Anomaly Flow is not built yet: building it once with mvn package ... 1>&2
pushd "%ROOT%"
call mvn -q -B -DskipTests package 1>&2
popd
if exist "%APP%\plugins\Anomaly_Flow-*.jar" goto run
echo The build failed; see the messages above. It needs Maven and a Java 17 development kit. 1>&2
exit /b 1
:run
set "LOG=off"
if "%ANOMALY_FLOW_DEBUG%"=="1" set "LOG=info"
java --add-opens=java.base/java.lang=ALL-UNNAMED -Djava.awt.headless=true "-Dplugins.dir=%APP%" ^
 -Dorg.slf4j.simpleLogger.defaultLogLevel=%LOG% %ANOMALY_FLOW_JAVA_OPTS% ^
 -cp "%APP%\plugins\*;%APP%\lib\*;%APP%\cli\*" org.anomalyflow.host.cli.Main %*
exit /b %ERRORLEVEL%
