// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A certificate that a server makes for itself, where no authority would give it one: in a home, on a camera. Its key stays when
 * it is renewed, and so does its {@link Pin}. The files are for their owner only. Thread: any; it reads and writes files.
 */
public final class SelfMade {
    /** How long a certificate lasts. */
    public static final Duration LASTS = Duration.ofDays(365);

    /** How long before its end it is renewed. */
    public static final Duration RENEWED = Duration.ofDays(30);

    /** Clocks of clients may be behind. */
    private static final Duration BEFORE = Duration.ofDays(1);

    private static final int LINE = 64;
    private static final String BLOCK = "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n";

    private final Path folder;
    private final InstantSource clock;

    /** Makes one in a folder, which is made when it is missing. */
    public SelfMade(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    public Path certificate() {
        return folder.resolve("certificate.pem");
    }

    public Path key() {
        return folder.resolve("key.pem");
    }

    /**
     * Makes key and certificate if there are none, and a new certificate if the old one ends within {@link #RENEWED}, is not valid
     * yet, or lacks one of the names.
     *
     * @param wanted host names and addresses that the certificate must have
     * @param also names that the first certificate has too; later ones have those of the one before
     * @return whether anything was made
     * @throws IOException with a sentence, if the files cannot be read or written
     */
    public boolean ensure(Set<String> wanted, Set<String> also) throws IOException {
        try {
            var present = Files.exists(key()) ? usable(wanted) : Optional.<X509Certificate>empty();
            if (present.isPresent()) {
                return false;
            }
            createFolder();
            var key = Files.exists(key()) ? stored() : made();
            var names = new LinkedHashSet<>(wanted);
            names.addAll(before().orElse(also));
            var now = clock.instant();
            var der = SelfSigned.certificate(
                    key, "Camquay " + names.iterator().next(), names, now.minus(BEFORE), now.plus(LASTS));
            write(certificate(), block("CERTIFICATE", der));
            return true;
        } catch (GeneralSecurityException e) {
            throw new IOException("the self-made certificate in " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    private Optional<X509Certificate> usable(Set<String> wanted) {
        try {
            var certificate = Pem.certificates(certificate())[0];
            var now = clock.instant();
            boolean valid = !now.isBefore(certificate.getNotBefore().toInstant())
                    && now.plus(RENEWED).isBefore(certificate.getNotAfter().toInstant());
            boolean ours = Pem.belong(Pem.privateKey(key()), certificate.getPublicKey());
            boolean named = canonical(names(certificate)).containsAll(canonical(wanted));
            return valid && ours && named ? Optional.of(certificate) : Optional.empty();
        } catch (IOException | GeneralSecurityException e) {
            // It is made anew; a key that cannot be read is complained about then.
            return Optional.empty();
        }
    }

    /** The names of the certificate that is there; empty if there is none. */
    private Optional<Set<String>> before() {
        try {
            return Optional.of(names(Pem.certificates(certificate())[0]));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Set<String> names(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? Set.of()
                : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.toSet());
    }

    private static Set<String> canonical(Set<String> names) {
        return names.stream().map(SelfSigned::canonical).collect(Collectors.toSet());
    }

    private KeyPair made() throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        // With its public key beside it, since Java cannot compute that.
        write(
                key(),
                block("PRIVATE KEY", pair.getPrivate().getEncoded())
                        + block("PUBLIC KEY", pair.getPublic().getEncoded()));
        return pair;
    }

    private KeyPair stored() throws IOException, GeneralSecurityException {
        PrivateKey key = Pem.privateKey(key());
        PublicKey publicKey = Pem.publicKey(key());
        if (!Pem.belong(key, publicKey)) {
            throw new IOException(key() + " is broken: delete it to get a new one");
        }
        return new KeyPair(publicKey, key);
    }

    private void createFolder() throws IOException {
        Files.createDirectories(folder, attributes("rwx------"));
    }

    private FileAttribute<?>[] attributes(String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Whole or not at all; for the owner only from the first octet on. */
    private void write(Path file, String text) throws IOException {
        var temporary = folder.resolve(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, attributes("rw-------"));
        Files.writeString(temporary, text, StandardCharsets.US_ASCII);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String block(String type, byte[] octets) {
        return BLOCK.formatted(
                type, Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(octets));
    }
}
