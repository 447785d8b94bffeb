@echo off
rem Starts the adder command, and builds it before the first time.
setlocal
set "modules=%~dp0adder-cli\target\modules"
if not exist "%modules%\adder-cli.jar" (
    echo adder: building, which happens once 1>&2
    pushd "%~dp0"
    call mvnw.cmd --quiet --batch-mode -DskipTests --projects adder-cli --also-make package 1>&2
    if errorlevel 1 (
        echo adder: the build failed 1>&2
        popd
        exit /b 1
    )
    popd
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -Djdk.console=java.base -Djava.awt.headless=true "-Djava.util.logging.SimpleFormatter.format=%%5$s%%n" --module-path "%modules%" --module org.addernet.cli/org.addernet.cli.Adder %*
exit /b %errorlevel%
