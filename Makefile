# Everything a developer does with the house, one word each. `make help` lists it.
# `run` and `test` install what they lack on Debian/Ubuntu (packages by apt, the interface's by npm).

SHELL := /bin/bash
.DEFAULT_GOAL := help

BUILD_PACKAGES := libwebkit2gtk-4.1-dev libssl-dev build-essential pkg-config file perl
RUN_PACKAGES := fonts-noto-cjk
BROWSER_PACKAGES := chromium chromium-driver
WINDOWS_PACKAGES := gcc-mingw-w64-x86-64-posix g++-mingw-w64-x86-64-posix wine64 nsis perl fonts-noto-cjk
ARM64_PACKAGES := gcc-aarch64-linux-gnu qemu-user-static
TEST_PACKAGES := xvfb xauth webkit2gtk-driver fonts-noto-cjk dbus libreoffice-writer poppler-utils age zstd jq sqlite3

UI_SOURCES := $(shell find ui/src ui/public -type f 2>/dev/null) ui/index.html ui/vite.config.ts ui/tsconfig.json
# Where cargo puts what `programs` builds; release builds lie beside it.
TARGET := $(or $(CARGO_TARGET_DIR),target)/debug
# Tests wait for windows, disks and one another more than they compute: two for each core.
export RUST_TEST_THREADS ?= $(shell expr 2 \* $$(nproc))
# A build that nobody builds upon keeps nothing for the next one, and nobody steps through it.
ifdef CI
export CARGO_INCREMENTAL := 0
export CARGO_PROFILE_DEV_DEBUG := false
endif
# Tests make thousands of small databases and flush each: in memory, where two gigabytes are to spare and programs may run.
MEMORY := $(shell [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 2000000 ] 2>/dev/null && \
	! grep -q ' /dev/shm .*noexec' /proc/mounts && echo TMPDIR=/dev/shm)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# A machine that can fetch nothing may have the version of rust-toolchain.toml only under the name `stable`: then that serves.
ifneq ($(shell rustc --version >/dev/null 2>&1 || echo missing),)
export RUSTUP_TOOLCHAIN := stable
endif

# Installs the named Debian packages that are not there; says nothing when all are.
define install
	@missing=""; for package in $(1); do dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
		command -v apt-get >/dev/null || { echo "please install:$$missing"; exit 1; }; \
		echo "installing:$$missing"; \
		$(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
	fi
endef

.PHONY: help run test test-window test-programs test-interface check check-programs check-interface bench bindings deb deb-test arm64-test golden release-key update-file e2e browser windows windows-setup windows-test faults fuzz build-packages run-packages test-packages programs release

help: ## Lists these words
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):[^#]*## /  make \1\t/' | expand -t 22

run: build-packages run-packages programs ## Builds and starts: a window, or without a display the same in a browser
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec "$(TARGET)/hezhan"; \
	else \
		echo "There is no display: serving the same interface to a browser on this machine."; \
		exec "$(TARGET)/hezhan-bridge"; \
	fi

# The three go side by side: the stories in the window mostly wait for it, and the programs of tests end one by one. What each prints
# stands together.
test: check test-packages programs ## What `check` does, then all tests, as CI runs them
	+$(MAKE) --jobs=3 --output-sync=target test-window test-programs test-interface

test-window:
	$(MEMORY) xvfb-run -a dbus-run-session -- cargo test --workspace --test window
test-programs:
	$(MEMORY) cargo test --workspace
test-interface:
	cd ui && npm test --silent

# The linters of the interface keep one core busy at most, the compiler both.
check: build-packages ui/dist/index.html ## Formatting, lints, licences and types, without running a test
	cargo fmt --all --check
	+$(MAKE) --jobs=2 check-programs check-interface

check-programs:
	cargo build --workspace --all-targets
	cargo build --workspace --test window
	$(TARGET)/licences
check-interface:
	cd ui && npm run --silent check

e2e: build-packages test-packages ui/dist/index.html programs ## Only the stories in the real window and between devices
	xvfb-run -a dbus-run-session -- cargo test --workspace --test stories --test window

browser: build-packages test-packages programs ## The stories of a PC without a web view, in Chromium
	$(call install,$(BROWSER_PACKAGES))
	cargo test --workspace --test browser
	HEZHAN_DOOR=browser dbus-run-session -- cargo test --workspace --test window -- day:: by_hub::

# Which tests they are says tests/README.md. HEZHAN_SEED=… tries one seed alone.
N ?= 10
CAMPAIGNS := kill_nine ledger_import oracle:: convergence:: damage:: power_cut:: io_errors:: faulty_disk:: generated:: simulation:: slow_line::
faults: build-packages test-packages programs ## The campaigns, N times as long as in `make test`: make faults N=100
	HEZHAN_FAULTS=$(N) cargo test --workspace --lib --test all --test with_a_hub --test stories -- $(CAMPAIGNS) --nocapture

# The fuzzer has a workspace and a folder of its own: what it is built of has counters at every branch (tests/fuzz/.cargo). What it finds
# stands in target/fuzz/found; mended, it belongs into tests/fuzz/corpus, which `make test` replays.
SECONDS ?= 60
DOORS ?= $(notdir $(wildcard tests/fuzz/corpus/*))
HOST = $(shell rustc -vV | sed -n 's/^host: //p')
fuzz: build-packages ## Tries to break every parser, guided by coverage: make fuzz SECONDS=600 DOORS="xlsx pdf"
	cd tests/fuzz && cargo build --locked --release --target $(HOST) --target-dir ../../target/fuzz
	@mkdir -p target/fuzz/found
	@for door in $(DOORS); do \
		mkdir -p target/fuzz/corpus/$$door; \
		echo "== $$door"; \
		HEZHAN_DOOR=$$door target/fuzz/$(HOST)/release/fuzz -max_total_time=$(SECONDS) -timeout=20 -rss_limit_mb=2048 -max_len=16384 \
			-print_final_stats=1 -verbosity=0 -artifact_prefix=target/fuzz/found/$$door- \
			target/fuzz/corpus/$$door tests/fuzz/corpus/$$door tests/samples tests/vectors/valid || exit 1; \
	done

bench: build-packages test-packages release ## Measures saving, pushing, searching, starting, as ratios to a floor; SLOW=1: a slow PC
	OPENSSL_NO_VENDOR=0 RUSTC_WORKSPACE_WRAPPER= $(if $(SLOW),HEZHAN_SLOW=1) xvfb-run -a dbus-run-session -- cargo bench $(RELEASED) --bench figures

bindings: ## Writes the TypeScript of the command list (ui/src/api/bindings.ts)
	cargo build -q --workspace --bin bindings && $(TARGET)/bindings

# One package for Debian 11 and 12 and their families, Kylin and UOS. What it is built with lies in a folder of its own, made once, and what
# is built in target/debian.
export HEZHAN_DEBIAN ?= $(HOME)/.cache/hezhan-debian
ARCHITECTURE ?= $(shell dpkg --print-architecture)
deb: build-packages ui/dist/index.html ## Builds the Debian packages of the program and of the hub: make deb ARCHITECTURE=arm64
	$(call install,mmdebstrap $(if $(filter arm64,$(ARCHITECTURE)),$(ARM64_PACKAGES)))
	packaging/debian/setup $(ARCHITECTURE)
	packaging/debian/build $(ARCHITECTURE)
	packaging/debian/pack $(ARCHITECTURE)

deb-test: test-packages ## Proves the packages in a new Debian 11 and 12, and says what that proved (as root)
	$(call install,debootstrap curl)
	packaging/debian/test

# The disk that fails is a library of this machine, loaded before libc: no program of another can have it.
arm64-test: build-packages ## Runs the tests of store and sync as programs of arm64 under qemu
	$(call install,mmdebstrap $(ARM64_PACKAGES))
	packaging/debian/setup arm64
	packaging/debian/build arm64 test -p store -p sync -- --skip io_errors:: --skip power_cut:: --skip faulty_disk::

# The secret half stays with whoever releases, off this folder; the public half is what the program pins.
export RELEASE_KEY ?= $(HOME)/.config/hezhan/release-key
release-key: programs ## Makes the key that signs update files, once: the public half is pinned by the next build
	$(TARGET)/hezhan-sign new-key "$(RELEASE_KEY)" > packaging/release-key.pub.new
	mv packaging/release-key.pub.new packaging/release-key.pub

# What `make windows` has built is signed by SYSTEM=windows-x86_64; what `make deb` has, by the default or ARCHITECTURE=arm64 SYSTEM=linux-aarch64.
SYSTEM ?= linux-$(shell uname -m)
update-file: $(if $(filter windows-%,$(SYSTEM)),windows,deb) programs ## Signs the built program as an update file: make update-file NOTES="…" SYSTEM=…
	packaging/update-file "$(SYSTEM)" "$(NOTES)" $(dir $(TARGET))

golden: ## Keeps a database and a bundle of this version, which every later one must read
	cargo build --workspace --example make_golden
	packaging/golden $(TARGET)

# For Windows, built here and tried under wine; the toolchain lies in a folder of its own, made once, and what it builds in target/windows.
export HEZHAN_WINDOWS ?= $(HOME)/.cache/hezhan-windows
windows-setup: ## Makes the toolchain for Windows, of Debian's packages and crates.io
	$(call install,$(WINDOWS_PACKAGES))
	packaging/windows/setup

windows: $(HEZHAN_WINDOWS)/env ui/dist/index.html ## Builds hezhan.exe and its installer
	packaging/windows/build

windows-test: $(HEZHAN_WINDOWS)/env test-packages ui/dist/index.html ## Runs tests and the day as Windows programs under wine, and says what that proved
	$(call install,$(BROWSER_PACKAGES))
	packaging/windows/test

$(HEZHAN_WINDOWS)/env:
	$(MAKE) windows-setup

# The programs that tests start by themselves. Of the whole workspace, because that is what the tests are built of: cargo would choose
# other features for three packages and compile two hundred others (typst, tauri) once more.
programs: ui/dist/index.html
	cargo build --workspace --bins

# The same as they are given out, and the blank window that starting is measured against. By plain rustc: clippy's optimises less.
# Cargo chooses the features of a library by all packages that it is asked for in one call. So both calls name the same ones, the bench's
# too: then `bench` adds itself and two dozen small crates to what `release` has built, and compiles no typst, SQLCipher or OpenSSL anew.
# An example among the targets makes both count what tests need (dev-dependencies); the profile of a bench is that of a release.
RELEASED := -p hezhan -p hub -p bridge -p system
release: ui/dist/index.html
	OPENSSL_NO_VENDOR=0 RUSTC_WORKSPACE_WRAPPER= cargo build --release $(RELEASED) --bin hezhan --bin hezhan-window --bin hezhan-hub --bin hezhan-bridge --example blank

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund --silent && touch node_modules/.package-lock.json

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	cd ui && npm run --silent build && touch dist/index.html

build-packages:
	$(call install,$(BUILD_PACKAGES))
run-packages:
	$(call install,$(RUN_PACKAGES))
test-packages:
	$(call install,$(TEST_PACKAGES))
