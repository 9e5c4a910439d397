# secagg with Rust, a C compiler and make alone. (For macOS and Windows, use CMake.)

.DELETE_ON_ERROR:
.PHONY: all run check check-deep bench docs demo install packages dist notices clean help FORCE
all: run

PREFIX ?= /usr/local
CFLAGS ?= -O2 -Wall -Wextra -Wpedantic
CMAKE_FLAGS ?=

comma := ,
version := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
# The ABI's version: 0.2 of 0.2.0, but 1 of 1.2.3. build.rs has the same rule.
abi := $(if $(filter 0.%,$(version)),$(basename $(version)),$(firstword $(subst ., ,$(version))))
target := $(shell rustc -vV | sed -n 's/^host: //p')
cargo_home := $(or $(CARGO_HOME),$(HOME)/.cargo)
cargo_dir := build/cargo/$(target)/release
# A panic's message names its source, which would put folders of this machine into the library, and so
# make it another one on each machine. (vendor is the source archive's.) cmake/find-rust.cmake does the same.
cargo_flags := --config "target.$(target).rustflags=[\"--remap-path-prefix=$(cargo_home)=/cargo\"\
$(if $(wildcard vendor),$(comma)\"--remap-path-prefix=$(CURDIR)/vendor=/vendor\")]"
library := build/lib/libsecagg.so.$(version)

# An example with a line "needs:" or "link:" near its top cannot be built by this simple rule.
sources := $(shell for file in examples/*.c; do \
	head -c 1000 $$file | grep -qE '^ [*] (needs|link):' || echo $$file; done)
programs := $(sources:examples/%.c=build/example/%)

# Cargo knows best what is out of date, so it always runs; the library is copied when it differs.
# --target always, because without it cargo's output folder depends on the user's settings.
$(library): FORCE
	@command -v cargo >/dev/null || { echo 'secagg needs Rust: no cargo on PATH'; exit 1; }
	+cargo build --release --lib --locked --target $(target) $(cargo_flags) --target-dir build/cargo
	@mkdir -p build/lib
	@cmp -s $(cargo_dir)/libsecagg.so $@ || cp $(cargo_dir)/libsecagg.so $@
	@cmp -s $(cargo_dir)/libsecagg.a build/lib/libsecagg.a || cp $(cargo_dir)/libsecagg.a build/lib
	@ln -sf libsecagg.so.$(version) build/lib/libsecagg.so.$(abi)
	@ln -sf libsecagg.so.$(abi) build/lib/libsecagg.so

build/example/%: examples/%.c $(wildcard examples/*.h) include/secagg.h $(library)
	@mkdir -p build/example
	$(CC) $(CFLAGS) -Iinclude -DLUNG_CSV='"$(CURDIR)/examples/data/lung.csv"' $< -o $@ \
		-Lbuild/lib -lsecagg -lm -Wl,-rpath,'$$ORIGIN/../lib'

# The example on real data, or the shortest one where there are no data.
run: $(programs)
	@echo
	@if [ -x build/example/hospitals ]; then build/example/hospitals; \
	else build/example/sum; fi

check: $(programs)
	@python3 tests/check/run.py $(CHECKS)

check-deep: $(programs)
	@python3 tests/check/run.py --deep $(CHECKS)

bench:
	@echo 'Builds (a minute) and measures (half of one); the tables appear here. Leave the machine alone meanwhile:'
	@echo 'docs/performance.md says how to read them.'
	cargo bench --locked --bench '*'

# The reference pages, from build/docs/html/index.html on. A warning is an error.
docs:
	@command -v doxygen >/dev/null && command -v dot >/dev/null || { echo 'needs doxygen and graphviz'; exit 1; }
	@echo 'The reference pages take some seconds ...'
	@mkdir -p build && SECAGG_VERSION=$(version) doxygen docs/Doxyfile
	@echo 'They begin at $(CURDIR)/build/docs/html/index.html'

# Hospitals, holders and a collector as processes that talk over ZeroMQ, and what may go wrong.
demo: $(library)
	@$(MAKE) --no-print-directory -C examples/zeromq >/dev/null
	@python3 tests/zeromq/demo.py

# Through CMake, which is the one that writes the package files; from PyPI if there is none.
install: $(library)
	@. tests/check/tools.sh && need_cmake && \
	cmake -S . -B build/install -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX='$(PREFIX)' \
		-DSECAGG_BUILD_EXAMPLES=OFF -DSECAGG_BUILD_TESTS=OFF \
		-DSECAGG_CARGO_TARGET_DIR='$(CURDIR)/build/cargo' $(CMAKE_FLAGS) && \
	cmake --build build/install && DESTDIR='$(DESTDIR)' cmake --install build/install

# An archive and, where there is dpkg, Debian's packages: configured apart, since Debian has folders
# of its own.
packages: $(library)
	@. tests/check/tools.sh && need_cmake && \
	package() { \
		cmake -S . -B build/packages/$$1 -DCMAKE_BUILD_TYPE=Release $$2 \
			-DSECAGG_BUILD_EXAMPLES=OFF -DSECAGG_BUILD_TESTS=OFF \
			-DSECAGG_CARGO_TARGET_DIR='$(CURDIR)/build/cargo' $(CMAKE_FLAGS) && \
		cmake --build build/packages/$$1 && \
		cpack --config build/packages/$$1/CPackConfig.cmake -G $$1 -B build/packages/$$1; \
	}; \
	package TGZ -DCMAKE_INSTALL_LIBDIR=lib && \
	if have dpkg-deb; then package DEB -DCMAKE_INSTALL_PREFIX=/usr; fi

# With the crates that it is built from, so that it builds without a network.
DIST ?= build/dist
dist:
	@python3 packaging/dist.py '$(DIST)'

# What others have written of the library, from Cargo.lock.
notices:
	@mkdir -p build
	@python3 packaging/notices.py >build/notices && mv build/notices NOTICES
	@python3 packaging/sbom.py >build/sbom && mv build/sbom packaging/secagg.cdx.json

clean:
	rm -rf build target

help:
	@echo 'make                    build the library and the examples, and run one on real data'
	@echo 'make check              everything that can be tested here (CHECKS="20 60" for a few)'
	@echo 'make check-deep         and what takes long and rarely finds anything'
	@echo 'make bench              measure the speed'
	@echo 'make docs               the reference pages, build/docs/html/index.html (with doxygen and graphviz)'
	@echo 'make demo               watch hospitals and holders at work (needs libzmq, libzmq3-dev)'
	@echo 'make install            install to PREFIX (/usr/local), below DESTDIR if it is set;'
	@echo '                        CMAKE_FLAGS are passed on'
	@echo 'make packages           an archive (TGZ) and packages for Debian (DEB), in build/packages'
	@echo 'make dist               the source archive, build/dist; it builds without a network (with git)'
	@echo 'make notices            NOTICES and the bill of materials anew, after a change of Cargo.lock'
	@echo 'make clean              remove all that was built'
