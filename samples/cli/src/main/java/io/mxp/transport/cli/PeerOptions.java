/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpIdentities;
import io.mxp.transport.security.DevelopmentAuthority;
import io.mxp.transport.security.OwnerOnlyFiles;
import io.mxp.transport.security.StaticKeyKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who we are and whom we believe: the options of every command that talks to peers. */
final class PeerOptions {

	@Option(names = "--identity", paramLabel = "FILE", order = 10,
			description = "Our private key and certificates, as 'mxp identity agent' wrote them.")
	private @Nullable Path identity;

	@Option(names = "--key", paramLabel = "FILE", order = 11,
			description = "Our private key (X25519 or P-256, PKCS#8, PEM).")
	private @Nullable Path key;

	@Option(names = "--cert", paramLabel = "FILE", order = 12, description = "The certificates of --key.")
	private @Nullable Path certificate;

	@Option(names = "--anonymous", order = 13, description = "Show no identity, even if there is one.")
	private boolean anonymous;

	@Option(names = "--trust", paramLabel = "FILE", order = 14,
			description = "Whom to believe, as 'mxp identity trust' wrote it.")
	private @Nullable Path trust;

	@Option(names = "--deny", paramLabel = "FILE", order = 15,
			description = "Whom to believe no more, as 'mxp identity deny' wrote it.")
	private @Nullable Path deny;

	@Option(names = "--dev-ca", order = 16,
			description = "Use the development authority of this user, in ~/.mxp/dev-ca."
					+ " So it is when no identity and no trust are given.")
	private boolean development;

	@Option(names = "--dev-ca-dir", paramLabel = "DIR", order = 16,
			description = "Use the development authority in this directory.")
	private @Nullable Path developmentDirectory;

	@Option(names = "--name", paramLabel = "NAME", order = 17, description = "Our name with the development authority.")
	private @Nullable String name;

	@Option(names = "--suite", paramLabel = "SUITE", order = 18,
			description = "The only cipher suite to allow: chacha20-poly1305, aes-256-gcm, or p256 (AES-256-GCM after a"
					+ " handshake over P-256, which is the only one for keys of that kind).")
	private @Nullable String suite;

	@Option(names = "--driver", paramLabel = "NAME", order = 19, defaultValue = "AUTO",
			description = "The socket driver: auto, nio or epoll. Default: auto.")
	private SocketConfig.Driver driver = SocketConfig.Driver.AUTO;

	@Option(names = "--key-log", paramLabel = "FILE", order = 20,
			description = "For debugging: add the secrets of all connections to this file. Whoever reads it can decrypt"
					+ " and forge their packets.")
	private @Nullable Path keyLog;

	/**
	 * Works out identity and trust.
	 * @param peerKey a key to trust beside, or null
	 * @param defaultName our name with the development authority where none is given
	 */
	Party party(CommandSpec spec, @Nullable StaticKey peerKey, String defaultName) {
		if (this.identity != null && (this.key != null || this.certificate != null)) {
			throw new ParameterException(spec.commandLine(), "Give either --identity, or --key and --cert.");
		}
		if (this.certificate != null && this.key == null) {
			throw new ParameterException(spec.commandLine(), "--cert needs --key, the private key that belongs to it.");
		}
		Path keyFile = (this.identity != null) ? this.identity : this.key;
		boolean nothingGiven = keyFile == null && this.trust == null && peerKey == null;
		DevelopmentAuthority authority = null;
		if (this.development || this.developmentDirectory != null || nothingGiven) {
			authority = authority(spec.commandLine().getErr());
		}
		TrustPolicy.Builder policy = (authority != null) ? authority.trustPolicy().toBuilder() : TrustPolicy.builder();
		if (this.trust != null) {
			MxpIdentities.readTrust(policy, this.trust);
		}
		if (this.deny != null) {
			policy.deny(MxpIdentities.readDenyList(this.deny));
		}
		if (peerKey != null) {
			policy.pinKey(peerKey);
		}
		AgentIdentity self = self(keyFile, authority, defaultName, spec);
		List<AgentDirectory.Entry> others = (authority != null) ? authority.agents() : List.of();
		return new Party(self, policy, others);
	}

	private DevelopmentAuthority authority(PrintWriter err) {
		if (this.developmentDirectory != null) {
			return DevelopmentAuthority.open(this.developmentDirectory, new SecureRandom(), Instant.now());
		}
		Path directory = MxpIdentities.developmentDirectory();
		if (!this.development) {
			err.println("mxp: using the development authority in " + directory
					+ " (for production: --identity FILE --trust FILE)");
		}
		return DevelopmentAuthority.open(directory, new SecureRandom(), Instant.now());
	}

	private AgentIdentity self(@Nullable Path keyFile, @Nullable DevelopmentAuthority authority, String defaultName,
			CommandSpec spec) {
		PrintWriter err = spec.commandLine().getErr();
		if (this.anonymous) {
			return AgentIdentity.anonymous();
		}
		if (keyFile != null) {
			OwnerOnlyFiles.permissionWarning(keyFile).ifPresent((warning) -> err.println("mxp: " + warning));
			return MxpIdentities.read(keyFile, this.certificate);
		}
		if (authority != null) {
			boolean p256 = this.suite != null && CipherSuite.P256_AES_256_GCM_SHA256 == suite(spec, this.suite);
			return authority.identity((this.name != null) ? this.name : defaultName,
					p256 ? StaticKeyKind.P256 : StaticKeyKind.X25519, Instant.now());
		}
		err.println("mxp: no identity is given, so the peer sees an anonymous client (--identity FILE)");
		return AgentIdentity.anonymous();
	}

	/** Applies suite and driver. */
	TransportConfig configure(CommandSpec spec, TransportConfig config) {
		HandshakeConfig handshake = config.handshake();
		if (this.suite != null) {
			handshake = handshake.withSuites(List.of(suite(spec, this.suite)));
		}
		if (this.keyLog != null) {
			spec.commandLine().getErr().println("mxp: the secrets of all connections are written to " + this.keyLog);
		}
		return config.withHandshake(handshake)
			.withSocket(config.socket().withDriver(this.driver))
			.withDebug(config.debug().withKeyLog(this.keyLog));
	}

	private static CipherSuite suite(CommandSpec spec, String text) {
		String wanted = text.replaceAll("[^A-Za-z0-9]", "");
		if (wanted.equalsIgnoreCase("p256")) {
			return CipherSuite.P256_AES_256_GCM_SHA256;
		}
		for (CipherSuite suite : CipherSuite.values()) {
			String aead = suite.aeadName().replace("-", "");
			if (aead.equalsIgnoreCase(wanted)
					|| (wanted.length() >= 3 && aead.regionMatches(true, 0, wanted, 0, wanted.length()))) {
				return suite;
			}
		}
		throw new ParameterException(spec.commandLine(),
				"There is no suite '" + text + "'. There are chacha20-poly1305, aes-256-gcm and p256.");
	}

	/**
	 * Identity, trust, and the agents that the development authority knows.
	 *
	 * @param identity who we are
	 * @param policy whom we believe, still to be built
	 * @param developmentAgents agents for people to choose from, possibly none
	 */
	record Party(AgentIdentity identity, TrustPolicy.Builder policy, List<AgentDirectory.Entry> developmentAgents) {
	}

}
