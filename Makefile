# The project's chores. `make help` lists them; each installs what is missing first.

# Where `make install` puts the program: $(DESTDIR)$(PREFIX)/bin.
PREFIX ?= /usr/local
# Folders that hold Swift code.
SWIFT = Package.swift Sources Tests
# A program that is installed must not need the toolchain's libraries, nor C++'s, whose symbols are a third of what is looked up at
# each start: what lies here as an archive goes into it.
ARCHIVES = .build/archives
RELEASE = -c release --static-swift-stdlib --product baseline -Xlinker "-L$(CURDIR)/$(ARCHIVES)"

.DEFAULT_GOAL = help
.PHONY: help demo test test-all test-versions install bench format lint dependencies

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

demo: dependencies ## the whole story on a scratch repository and a scratch server, under a minute
	swift build --product baseline
	ci/demo .build/debug/baseline .build/demo.html

test: dependencies ## build, and run all tests that are quick: under 10 minutes on 2 cores from nothing
	swift test

test-all: dependencies ## the same and what takes longer: projects that others wrote, large databases
	ci/install-dependencies --all
	BASELINE_TEST_ALL=1 swift test

test-versions: dependencies ## the catalog's tests on PostgreSQL 15 to 18, which it installs from the Python registry
	ci/install-dependencies --versions
	ci/postgres-versions >/dev/null
	ci/test-versions

install: dependencies $(ARCHIVES)/libstdc++.a ## release build, the program to $(DESTDIR)$(PREFIX)/bin
	swift build $(RELEASE)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 .build/release/baseline "$(DESTDIR)$(PREFIX)/bin/baseline"

bench: dependencies $(ARCHIVES)/libstdc++.a ## measure against pg_dump and git, fail when a goal is missed, keep the table in docs/benchmarks.md
	swift build $(RELEASE)
	ci/bench .build/release/baseline

format: ## lay out all Swift code
	swift format --in-place --recursive $(SWIFT)

lint: ## is the code laid out as `make format` does it, and do the scripts parse?
	swift format lint --strict --recursive $(SWIFT)
	for script in ci/demo ci/bench ci/install-dependencies ci/scratch-server ci/postgres-versions ci/test-versions .ci/run; do bash -n $$script || exit 1; done
	for script in hooks/pre-* ci/pipelines/install-baseline; do sh -n $$script || exit 1; done

dependencies:
	@ci/install-dependencies

# Without one the shared library is linked.
$(ARCHIVES)/libstdc++.a:
	mkdir -p $(ARCHIVES)
	archive=$$(clang -print-file-name=libstdc++.a) && if [ -f "$$archive" ]; then ln -sf "$$archive" $@; fi
