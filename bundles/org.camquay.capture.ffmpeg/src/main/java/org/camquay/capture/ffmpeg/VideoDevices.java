// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.camquay.api.capture.CaptureDevice;

/** Lists the V4L2 devices of this machine without opening them. */
final class VideoDevices {
    private static final Path DEVICES = Path.of("/dev");
    private static final Path NAMES = Path.of("/sys/class/video4linux");

    private VideoDevices() {}

    static List<CaptureDevice> list() {
        return list(DEVICES, NAMES);
    }

    static List<CaptureDevice> list(Path devices, Path names) {
        List<CaptureDevice> found = new ArrayList<>();
        try (var paths = Files.newDirectoryStream(devices, "video*")) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                if (name.matches("video\\d+")) {
                    found.add(new CaptureDevice(URI.create("v4l2:/dev/" + name), label(names, name), List.of()));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        found.sort(Comparator.comparing(device -> device.uri().toString()));
        return found;
    }

    private static String label(Path names, String name) {
        try {
            return Files.readString(names.resolve(name).resolve("name")).strip();
        } catch (IOException e) {
            return name;
        }
    }
}
