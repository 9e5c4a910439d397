"""secagg for Conan 2: conan create packaging/conan, with Rust, CMake and a C compiler on PATH."""

import re
from pathlib import Path

from conan import ConanFile
from conan.tools.cmake import CMake, cmake_layout
from conan.tools.files import copy, load, rm, rmdir


class Secagg(ConanFile):
    name = "secagg"
    description = "Secure summation for C and C++: additive and Shamir secret sharing"
    license = "MIT OR Apache-2.0"
    url = homepage = "https://secagg.example"
    topics = ("secret-sharing", "shamir", "secure-aggregation", "privacy")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}
    default_options = {"shared": True}
    generators = "CMakeToolchain"

    @property
    def _root(self):
        return Path(self.recipe_folder).parent.parent

    def set_version(self):
        manifest = load(self, self._root / "Cargo.toml")
        self.version = re.search(r'^version = "(.*)"', manifest, re.M)[1]

    def export_sources(self):
        for pattern in (
            "Cargo.*", "build.rs", "CMakeLists.txt", "cmake/*", "include/*", "src/*", "benches/*",
            "README.md", "CHANGELOG.md", "LICENSE-*", "NOTICES", "packaging/*.json",
        ):
            copy(self, pattern, self._root, self.export_sources_folder)

    def configure(self):
        # A C interface: who uses it may be written in any C++.
        self.settings.rm_safe("compiler.cppstd")
        self.settings.rm_safe("compiler.libcxx")

    def layout(self):
        cmake_layout(self)

    def build(self):
        cmake = CMake(self)
        cmake.configure(variables={"SECAGG_BUILD_EXAMPLES": "OFF", "SECAGG_BUILD_TESTS": "OFF"})
        cmake.build()

    def package(self):
        CMake(self).install()
        for pattern in ("LICENSE-*", "NOTICES"):
            copy(self, pattern, self.source_folder, Path(self.package_folder, "licenses"))
        library = Path(self.package_folder, "lib")
        rm(self, "*.a" if self.options.shared else "*.so*", library)
        # Conan writes these itself, so that it finds the package where it is.
        rmdir(self, library / "cmake")
        rmdir(self, library / "pkgconfig")
        rmdir(self, Path(self.package_folder, "share"))

    def package_info(self):
        self.cpp_info.libs = ["secagg"]
        self.cpp_info.set_property("cmake_target_name", "secagg::secagg")
        if not self.options.shared and self.settings.os == "Linux":
            self.cpp_info.system_libs = ["util", "rt", "pthread", "m", "dl"]
            self.cpp_info.exelinkflags = self.cpp_info.sharedlinkflags = [
                "-Wl,--exclude-libs,libsecagg.a"]
