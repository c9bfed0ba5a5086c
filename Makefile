# The commands of the project; `make help` lists them. Each sets up what it needs in .venv/ and typings/, once.
#
# Note: make itself exits 2 whenever a command failed, whatever that command's own exit code was. For the code of the
# runner (0 held, 1 did not, 2 bad input or set-up) call it directly: .venv/bin/python -m tools.run

PYTHON ?= python3
BOARD ?= pico

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input install --quiet --no-compile --require-hashes
RUN_READY := $(VENV)/ready-run
TEST_READY := $(VENV)/ready-test
STUBS_READY := typings/ready
EMULATE_READY := $(VENV)/ready-emulate
CIRCUIT_READY := $(VENV)/ready-circuit
SITE_READY := $(VENV)/ready-site
NODE_READY := .node/ready
DEVICE_READY := $(VENV)/ready-device

# make passes its variables on through the environment; the recipes quote them there.
export REVISION SCENARIO SEED BOARD N UF2 PHASES PYPY FAULTS PORT MA CSV WHO FILE RECORDS METER CLASS BAUD SERIAL PERSON MINUTES
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run live release flash backup restore calibrate monitor buses logs unlock clock slides falsetrips uf2 emulate treatment bench costs manual site serve twin webtest webbench accuracy latency limits units singlefaults monkey gallery circuit spice test lint types hosttests slowtests lines flashtimes flashcuts image lock help doctor clean

##@ Use

run: $(RUN_READY) ## One whole treatment of a simulated person (SCENARIO=name or path, SEED=n); writes build/run/
	@$(PY) -m tools.run $(if $(SCENARIO),--scenario "$$SCENARIO") $(if $(SEED),--seed "$$SEED") --out build/run

live: $(RUN_READY) ## A simulated unit at wall pace on two pseudo-terminals, its USB console and its bench: docs/live.md (USB=1: in service mode; SCENARIO=, SEED=n)
	@$(PY) -m tools.live.pty $(if $(SCENARIO),--scenario "$$SCENARIO") $(if $(SEED),--seed "$$SEED") $(if $(USB),--usb)

monitor: $(DEVICE_READY) ## A unit in service mode, its meters live (MA=current into the dummy load, CSV=file, PORT=path)
	@$(PY) -m tools.device.monitor --port "$$PORT" $(if $(MA),--ma "$$MA") $(if $(CSV),--csv "$$CSV")

buses: $(DEVICE_READY) ## Which of its parts answers at which address, which is missing (PORT=path)
	@$(PY) -m tools.device.buses --port "$$PORT"

logs: $(DEVICE_READY) ## Its treatments, doses and faults as CSV, JSON and a diary to print (PERSON=name or number: that one's, for a doctor; PORT=path); writes build/logs/
	@$(PY) -m tools.device.logs --port "$$PORT" $(if $(PERSON),--person "$$PERSON")

unlock: $(DEVICE_READY) ## What locked it; asks, then unlocks it (WHO=your name, PORT=path)
	@$(PY) -m tools.device.unlock --port "$$PORT" --who "$$WHO"

calibrate: $(DEVICE_READY) ## Guided, on the dummy load, beside a meter (METER=its name, or the port of one that speaks SCPI; CLASS=0.5+2: its %, digits; PORT= BAUD= SERIAL=number for the unit); writes build/calibration/
	@$(PY) -m tools.device.calibrate --port "$$PORT" --meter "$$METER" --class "$$CLASS" $(if $(BAUD),--baud "$$BAUD") $(if $(SERIAL),--serial "$$SERIAL")

clock: $(DEVICE_READY) ## Sets its clock chip, and checks it (PORT=path)
	@$(PY) -m tools.device.clock --port "$$PORT"

image: $(RUN_READY) ## The files for a board's flash, the same bytes from any clone (BOARD=pico); writes build/<board>/fs/
	@$(PY) -m tools.image "$$BOARD"

uf2: $(EMULATE_READY) ## One file for a board in bootloader mode: MicroPython and the image (MICROPYTHON=path of its UF2)
	@$(PY) -m tools.image.uf2 "$$BOARD" --micropython \
	  $(if $(findstring command,$(origin MICROPYTHON)),"$$MICROPYTHON","vendor/micropython-$$BOARD.uf2") $(if $(RECORDS),--records "$$RECORDS")

release: $(EMULATE_READY) ## What is handed out of this version, the same bytes from any clone (MICROPYTHON=path: with a UF2); writes build/release/
	@$(PY) -m tools.image.release $(if $(findstring command,$(origin MICROPYTHON)),--micropython "$$MICROPYTHON")

flash: $(DEVICE_READY) ## The image onto a board in service mode, checked there, its self-test read (BOARD=pico PORT=path); the records stay
	@$(PY) -m tools.device.flash --board "$$BOARD" $(if $(PORT),--port "$$PORT")

backup: $(DEVICE_READY) ## A unit's records into one file (FILE=path PORT=path); default: build/backup/, by the unit's number and the day
	@$(PY) -m tools.device.backup save $(if $(FILE),--file "$$FILE") $(if $(PORT),--port "$$PORT")

restore: $(DEVICE_READY) ## And back, checked: to the same unit, not to an older program (FILE=path PORT=path)
	@$(PY) -m tools.device.backup restore --file "$$FILE" $(if $(PORT),--port "$$PORT")

emulate: $(EMULATE_READY) ## That file on an emulated RP2040 for some 40 s, compared with the simulation (UF2=path SCENARIO=path); slow; writes build/emulate/
	@$(PY) -m tools.emulator $(if $(UF2),"$$UF2") $(if $(SCENARIO),--scenario "$$SCENARIO") $(if $(SEED),--seed "$$SEED")

treatment: $(EMULATE_READY) ## The same for a whole treatment of ten minutes with a reversal; an hour or more; writes build/treatment/
	@$(PY) -m tools.emulator $(if $(UF2),"$$UF2") --scenario tools/emulator/treatment.json --out build/treatment

bench: $(EMULATE_READY) ## What the unit costs on the emulated RP2040, and how soon it cuts; slow; writes docs/bench.md (with UF2=path or PHASES=n build/bench/)
	@$(PY) -m tools.emulator.bench $(if $(UF2),"$$UF2") $(if $(PHASES),--phases "$$PHASES") $(if $(UF2)$(PHASES),,--page docs/bench.md)

costs: $(EMULATE_READY) ## What MicroPython's calls cost there, beside what the simulation charges for them
	@$(PY) -m tools.emulator.costs

latency: $(RUN_READY) ## How long each protection takes, in every phase of its work; writes build/latency/
	@$(PY) -m tools.campaigns.latency --step-us 100

accuracy: $(RUN_READY) ## How exactly the body gets what was asked for; writes build/accuracy/
	@$(PY) -m tools.campaigns.accuracy

limits: $(RUN_READY) ## Each limit moved by a tenth, both ways: which scenario notices; slow; writes docs/limit_mutation.md
	@$(PY) -m tools.campaigns.limit_mutation --page docs/limit_mutation.md

falsetrips: $(RUN_READY) ## Everyday treatments, N=1000 from SEED=1 on: none may be cut or paused; 20 s each (PYPY=pypy3: 6 s; SHORT=1: 3 s); writes build/false_trips/ and, of all 1,000, docs/false_trips.md
	@$(PY) -m tools.campaigns.false_trips $(if $(SHORT),,--whole) $(if $(PYPY),--pypy "$$PYPY") --seeds="$${N:-1000}" --first="$${SEED:-1}" $(if $(SHORT)$(N)$(SEED),,--page docs/false_trips.md)

units: $(RUN_READY) ## Units drawn within data sheets, N=1000 from SEED=1 on: all must start, hold and tell; then one bad part each (PYPY=pypy3: thrice as fast; SHORT=1: to a steady current); writes docs/units.md of all 1,000
	@$(PY) -m tools.campaigns.units $(if $(SHORT),,--whole) $(if $(PYPY),--pypy "$$PYPY") --seeds="$${N:-1000}" --first="$${SEED:-1}" $(if $(SHORT)$(N)$(SEED),,--page docs/units.md)
	@$(PY) -m tools.campaigns.units --bad

singlefaults: $(RUN_READY) ## Every fault of the unit's own parts under current, judged by INV-1B (REVISION=A: what A does; PAGE=path: its page there, too); 15 minutes; writes build/single_faults/
	@$(PY) -m tools.campaigns.single_faults $(if $(REVISION),--revision "$$REVISION") $(if $(PAGE),--page "$(PAGE)")

monkey: $(TEST_READY) ## Random presses on the whole unit, N=1000000 from SEED=1 on: nobody treated as another, no dead end; two hours (PYPY=pypy3: three quarters of one)
	@$(if $(PYPY),"$$PYPY",$(PY)) -m host_tests.support.monkey "$${N:-1000000}" "$${SEED:-1}"

slides: $(RUN_READY) ## Hands that slide out of the water: which the unit notices, in each phase; N=20 (PYPY=pypy3: thirty times as fast); PAGE=docs/slides.md writes it
	@$(if $(PYPY),"$$PYPY",$(PY)) -m tools.campaigns.slides --slides="$${N:-20}" --sound="$${SOUND:-$${N:-20}}" $(if $(PAGE),--page "$(PAGE)")

gallery: $(RUN_READY) ## Every screen in every language, and what the simulated unit shows in scripted flows; minutes; writes build/gallery/ (WORDING=1: docs/wording/ instead)
	@$(PY) -m tools.panel.gallery $(if $(WORDING),--wording)

circuit: $(CIRCUIT_READY) ## The circuit of both revisions: netlist, parts list, schematic, wiring; writes build/circuit/ (PAGE=1: the board's page)
	@$(PY) -m tools.circuit $(if $(PAGE),--page boards/pico/README.md)

spice: $(CIRCUIT_READY) ## It under ngspice, beside the simulation; FAULTS=all: every single fault, 15 minutes; PAGE=path writes the page
	@$(PY) -m tools.circuit.spice $(if $(FAULTS),--faults "$$FAULTS") $(if $(PAGE),--page "$(PAGE)") || [ $$? -eq 3 ]

twin: $(SITE_READY) ## The unit in a terminal: its glass, four keys, hands, water, faults, the current as a chart; over SSH too (ARGS=--help)
	@$(PY) -m tools.twin $(ARGS)

site: $(SITE_READY) $(EMULATE_READY) $(NODE_READY) ## The unit in a browser, the manual, the pages for makers: a static site that works offline; needs node and npm; writes build/site/
	@$(PY) -m tools.site build

manual: $(SITE_READY) ## The manual in English and the quick guide in eight languages as PDF, with the panel's own screens; writes build/manual/
	@$(PY) -m tools.manual

serve: site ## That site on this machine: http://localhost:8321/ (PORT=n)
	@$(PY) -m tools.site serve --port "$${PORT:-8321}"

##@ Check

test: lint types hosttests ## Everything: lint, types, host tests, whole treatments under MicroPython

lint: $(TEST_READY) ## Ruff over all Python
	@$(PY) -m ruff check --quiet . && echo "lint: clean"

types: $(TEST_READY) $(STUBS_READY) ## mypy --strict: the firmware against MicroPython's types, the tools against CPython's
	@echo "types: the firmware with each board; beside it, tools and host tests"
	@( for board in boards/*/board.py; do \
	  MYPYPATH="$$(dirname "$$board")" $(PY) -m mypy --config-file mypy-firmware.ini firmware "$$board" || exit 1; \
	done ) & firmware=$$!; \
	$(PY) -m mypy tools host_tests; tools=$$?; \
	wait $$firmware && exit $$tools

hosttests: $(TEST_READY) ## pytest in two processes, the MicroPython lanes with it
	@$(PY) -m pytest -n 2 host_tests

webtest: site $(TEST_READY) ## The site in a real browser (Chromium), and 16 scenarios under MicroPython in WebAssembly beside the native ones; 10 minutes
	@$(PY) -m pytest -v -m "web or not web" -o faulthandler_timeout=1200 host_tests/site

webbench: site ## What the page reaches on this machine, told and not judged: first glass, speed, memory (MINUTES=n of treatment); 3 minutes
	@PYTHON="$(PY)" node host_tests/site/speed.mjs

slowtests: $(TEST_READY) ## What make test leaves out: scenarios of half-hours, and those close to each limit; 10 minutes
	@$(PY) -m pytest -n 2 -m slow -o faulthandler_timeout=1200 host_tests

lines: $(TEST_READY) ## Random and damaged lines to the desk of service mode, N=1000000: none may reach output, limits, records
	@N="$${N:-1000000}" $(PY) -m pytest -n 0 -o faulthandler_timeout=7200 host_tests/firmware/service/test_cable_desk.py -k "lines_have or nonsense"

flashtimes: $(TEST_READY) ## How long make flash takes against MicroPython's Unix port on a pseudo-terminal: everything, one file
	@$(PY) -m host_tests.support.flash_times

flashcuts: $(TEST_READY) ## make flash cut at N=500 random bytes, and killed (kill -9) at KILLS=20 random bytes of the cable: one whole program each time; minutes
	@N="$${N:-500}" KILLS="$${KILLS:-20}" $(PY) -m pytest -n 0 -o faulthandler_timeout=7200 host_tests/device/test_flash_command.py host_tests/device/test_flash_live.py -k "cut_at or killed"

##@ Keep house

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z0-9]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo

doctor: ## Check this machine: what is missing, and the next step
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "doctor: there is no '$(PYTHON)'. Install Python 3.11 or newer, or name one: make doctor PYTHON=python3.12"; exit 2; }
	@"$(PYTHON)" tools/doctor.py

lock: ## Resolve the pinned requirements again (needs uv); after a change of a requirements-*.in
	@command -v uv >/dev/null 2>&1 || { echo "lock: needs uv. Install it (pipx install uv), then: make lock"; exit 2; }
	@for kind in run test stubs emulate circuit device site; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --excludes requirements-without.txt "requirements-$$kind.in" -o "requirements-$$kind.txt" || exit 1; \
	done

clean: ## Remove what was built and installed: build/, .venv/, typings/, caches
	@rm -rf build $(VENV) .node typings .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find firmware boards tools host_tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up, done once and again when a list of requirements changes

$(RUN_READY): requirements-run.txt
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "set-up: there is no '$(PYTHON)'. Install Python 3.11 or newer, or name one: make PYTHON=python3.12"; exit 2; }
	@"$(PYTHON)" tools/doctor.py --before-setup
	@"$(PY)" -c "import pip" >/dev/null 2>&1 || { \
	  echo "set-up: creating $(VENV)/ (once; about half a minute)"; "$(PYTHON)" -m venv --clear $(VENV); }
	@$(PIP) -r requirements-run.txt || { \
	  echo "set-up: the packages could not be installed. Check the network, then repeat the command; 'make doctor' checks the rest."; \
	  exit 2; }
	@touch $@

$(TEST_READY): requirements-test.txt $(RUN_READY) $(EMULATE_READY) $(CIRCUIT_READY) $(DEVICE_READY) $(SITE_READY)
	@echo "set-up: adding the test tools (once)"
	@$(PIP) -r requirements-test.txt || { \
	  echo "set-up: the test tools could not be installed. Check the network, then repeat the command."; exit 2; }
	@touch $@

# Packages of the page and of its tests, as the lock file has them; nothing of theirs is run at the installation.
$(NODE_READY): tools/site/package.json tools/site/package-lock.json tools/site/.npmrc
	@command -v npm >/dev/null 2>&1 || { echo "set-up: the site needs node 20 or newer and npm. 'make doctor' says how to get them"; exit 2; }
	@echo "set-up: adding the page's packages (once)"
	@mkdir -p .node && cp tools/site/package.json tools/site/package-lock.json tools/site/.npmrc .node/
	@cd .node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || { \
	  echo "set-up: the page's packages could not be installed. Check the network, then repeat the command."; exit 2; }
	@touch $@

# From which list (1), what it is (2), and what could not be installed (3).
comma := ,
define add_packages
@echo "set-up: adding $(2) (once)"
@$(PIP) $(1) || { \
  echo "set-up: $(3) could not be installed. Check the network, then repeat the command."; exit 2; }
@touch $@
endef

$(SITE_READY): requirements-site.txt $(RUN_READY)
	$(call add_packages,-r requirements-site.txt,what makes the site$(comma) and the terminal's library,the site's tools)

$(EMULATE_READY): requirements-emulate.txt $(RUN_READY)
	$(call add_packages,-r requirements-emulate.txt,the emulator,the emulator)

$(DEVICE_READY): requirements-device.txt $(RUN_READY)
	$(call add_packages,-r requirements-device.txt,what talks to a board,mpremote)

# Without dependencies: the list is whole but for what requirements-without.txt leaves out.
$(CIRCUIT_READY): requirements-circuit.txt $(RUN_READY)
	@echo "set-up: adding the circuit's tools (once)"
	@$(PIP) --no-deps -r requirements-circuit.txt || { \
	  echo "set-up: the circuit's tools could not be installed. Check the network, then repeat the command."; exit 2; }
	@touch $@

# Beside the environment, never in it: these stubs would shadow the standard library there.
$(STUBS_READY): requirements-stubs.txt $(RUN_READY)
	@echo "set-up: adding MicroPython's types (once)"
	@rm -rf typings
	@$(PIP) --target typings -r requirements-stubs.txt || { \
	  echo "set-up: MicroPython's types could not be installed. Check the network, then repeat the command."; exit 2; }
	@touch $@
