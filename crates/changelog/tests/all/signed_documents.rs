//! Roster, root key, join file, request, confirmation, receipt and checkpoint: each is believed only through its signature,
//! its county and its number.

use crate::county::*;
use changelog::*;

fn join_file(county: &County) -> JoinFile {
    JoinFile {
        county_id: COUNTY.into(),
        root_key: county.root.public(),
        roster: county.root.sign(&county.roster).unwrap(),
        hub: county.roster.hub.clone(),
        station_code: Some(STATION.into()),
        letter: "B".into(),
        secret: EnrolmentSecret::random(),
    }
}

fn request(file: &JoinFile, keys: &DeviceKeys) -> JoinRequest {
    JoinRequest {
        county_id: file.county_id.clone(),
        station_code: file.station_code.clone(),
        letter: file.letter.clone(),
        device: keys.public(),
        name: "二号电脑".into(),
        person: None,
        role: None,
        proof: file.secret.proof(&keys.public()),
        time_ms: NOW,
    }
}

#[test]
fn a_roster_is_believed_only_from_the_pinned_root_key_and_never_an_older_one() {
    let county = County::new();
    let signed = county.root.sign(&county.roster).unwrap();
    let again = SignedRoster::from_bytes(&signed.to_bytes().unwrap()).unwrap();
    assert_eq!(again.verify(&county.root.public(), 3).unwrap(), county.roster);
    assert_eq!(again.verify(&county.root.public(), 4).unwrap_err(), Error::OlderRoster);
    assert_eq!(again.verify(&RootKey::generate().public(), 0).unwrap_err(), Error::BadSignature);
    let mut bent = again;
    bent.bytes = bent.bytes.replace("清溪镇", "清溪乡");
    assert_eq!(bent.verify(&county.root.public(), 0).unwrap_err(), Error::BadSignature);
    assert_eq!(RootKey::generate().sign(&county.roster).unwrap_err(), Error::BadKey);
    let mut mislabelled = county.roster.clone();
    mislabelled.devices[0].id = "0000000000000000".into();
    let mislabelled = county.root.sign(&mislabelled).unwrap();
    assert_eq!(mislabelled.verify(&county.root.public(), 0).unwrap_err(), Error::BadDocument);
}

#[test]
fn members_that_a_newer_program_added_to_a_roster_do_not_disturb_us() {
    let county = County::new();
    let text = serde_json::to_string(&county.roster).unwrap().replacen('{', r#"{"mood":"calm","#, 1);
    assert_eq!(serde_json::from_str::<Roster>(&text).unwrap(), county.roster);
}

#[test]
fn recipients_come_from_the_roster() {
    let county = County::new();
    let (station, other, all) =
        (county.station.recipient(), county.other_station.recipient(), county.county.recipient());
    let of = |audience| county.roster.recipients(&audience).unwrap();
    assert_eq!(of(Audience::Station(STATION.into())), [[station, all]]);
    assert_eq!(of(Audience::All), [[station, all], [other, all]]);
    assert_eq!(of(Audience::County), [[all]]);
    assert_eq!(county.roster.recipients(&Audience::Station("x".into())).unwrap_err(), Error::NotAllowed);
}

#[test]
fn the_root_key_rests_under_a_passphrase_and_on_paper() {
    let key = RootKey::generate();
    let sealed = key.seal("山高水长 2026", 4).unwrap();
    assert_eq!(RootKey::open(&sealed, "山高水长 2026").unwrap().public(), key.public());
    assert_eq!(RootKey::open(&sealed, "山高水长 2025").unwrap_err(), Error::WrongPassphrase);
    assert_eq!(RootKey::from_text(&format!(" {}\n", key.to_text())).unwrap().public(), key.public());
    assert_eq!(RootKey::from_text("HEZHAN-ROOT-KEY-1 12").unwrap_err(), Error::BadKey);
    assert!(!format!("{key:?}").contains(&key.to_text()[18..]));
}

#[test]
fn a_one_time_code_is_read_as_people_type_it() {
    let code = OneTimeCode::random();
    let text = code.to_string();
    assert_eq!((text.len(), text.matches('-').count()), (19, 3));
    let wide: String =
        text.chars().map(|c| if c == '-' { '－' } else { char::from_u32(c as u32 + 0xfee0).unwrap() }).collect();
    for typed in [
        text.to_lowercase(),
        text.replace('-', ""),
        text.replace('-', " "),
        text.replace('0', "O").replace('1', "l"),
        wide,
    ] {
        assert_eq!(OneTimeCode::parse(&typed).unwrap(), code, "{typed}");
    }
    for wrong in ["", "ABCD", "UUUU-UUUU-UUUU-UUUU", "一二三四五六七八九十一二三四五六", &format!("{text}0")]
    {
        assert_eq!(OneTimeCode::parse(wrong).unwrap_err(), Error::BadCode);
    }
}

#[test]
fn a_join_file_opens_with_its_code_only_and_brings_a_roster_that_knows_the_station() {
    let county = County::new();
    let (file, code) = (join_file(&county), OneTimeCode::random());
    let bytes = file.seal(&code, 4).unwrap();
    assert_eq!(JoinFile::open(&bytes, &code).unwrap(), (file.clone(), county.roster.clone()));
    assert_eq!(JoinFile::open(&bytes, &OneTimeCode::random()).unwrap_err(), Error::WrongPassphrase);
    assert_eq!(JoinFile::open(&bytes[..bytes.len() - 3], &code).unwrap_err(), Error::BadCiphertext);
    let swapped = JoinFile { root_key: RootKey::generate().public(), ..file.clone() };
    assert_eq!(JoinFile::open(&swapped.seal(&code, 4).unwrap(), &code).unwrap_err(), Error::BadSignature);
    let elsewhere = JoinFile { station_code: Some("430181999".into()), ..file };
    assert_eq!(JoinFile::open(&elsewhere.seal(&code, 4).unwrap(), &code).unwrap_err(), Error::BadDocument);
}

#[test]
fn a_join_request_proves_the_secret_for_its_own_keys_and_the_hub_cannot_forge_one() {
    let county = County::new();
    let (file, keys) = (join_file(&county), DeviceKeys::generate());
    let bytes = request(&file, &keys).seal(&keys, county.county.recipient()).unwrap();
    let opened = JoinRequest::open(&bytes, &[county.county.to_secret()]).unwrap();
    assert_eq!(opened, request(&file, &keys));
    assert_eq!(opened.check(&file.secret), Ok(()));
    assert_eq!(opened.check(&EnrolmentSecret::random()), Err(Error::BadProof));
    assert_eq!(JoinRequest::open(&bytes, &[county.station.to_secret()]).unwrap_err(), Error::NotForUs);

    // The hub knows the admission and its hash, not the secret.
    assert_eq!(join::hash_of_admission(&file.secret.admission()), file.secret.admission_hash());
    let hub = DeviceKeys::generate();
    for known in [file.secret.admission(), file.secret.admission_hash(), opened.proof.clone()] {
        let forged = JoinRequest { device: hub.public(), proof: known, ..opened.clone() };
        assert_eq!(forged.check(&file.secret), Err(Error::BadProof));
    }
    // Nobody signs for another's key.
    let borrowed = opened.seal(&hub, county.county.recipient()).unwrap();
    assert_eq!(JoinRequest::open(&borrowed, &[county.county.to_secret()]).unwrap_err(), Error::BadSignature);
}

#[test]
fn a_confirmation_gives_the_station_key_to_that_pc_only_and_only_if_the_roster_names_it() {
    let mut county = County::new();
    let keys = DeviceKeys::generate();
    county.roster.devices.push(device(&keys, Some(STATION), "B"));
    county.roster.number += 1;
    let signed = county.root.sign(&county.roster).unwrap();
    let confirmation = Confirmation::new(signed.clone(), &county.station, &keys.public()).unwrap();
    let read = Confirmation::from_bytes(&confirmation.to_bytes().unwrap()).unwrap();
    let (roster, identity) = read.open(&keys, &county.root.public(), 3).unwrap();
    assert_eq!((roster.number, identity.recipient()), (4, county.station.recipient()));
    assert_eq!(read.open(&county.pc, &county.root.public(), 3).unwrap_err(), Error::BadConfirmation);
    assert_eq!(read.open(&keys, &county.root.public(), 5).unwrap_err(), Error::OlderRoster);
    let other = Confirmation::new(signed, &Identity::generate(), &keys.public()).unwrap();
    assert_eq!(other.open(&keys, &county.root.public(), 3).unwrap_err(), Error::BadConfirmation);
}

#[test]
fn a_receipt_counts_only_from_the_rosters_hub() {
    let county = County::new();
    let receipt = Receipt {
        county: COUNTY.into(),
        hub_key: county.hub.public(),
        epoch: "e1".into(),
        number: 7,
        time_ms: NOW,
        bundle_sha256: "ab".repeat(32),
        places: vec![(LogId::random(), 12, Head([3; 32]))],
    };
    let signed = Signed::sign(&receipt, &county.hub).unwrap();
    assert_eq!(
        SignedReceipt::from_bytes(&signed.to_bytes().unwrap()).unwrap().verify(&county.roster).unwrap(),
        receipt
    );
    assert_eq!(
        Signed::sign(&receipt, &Signer::generate()).unwrap().verify(&county.roster).unwrap_err(),
        Error::BadSignature
    );
    let foreign = Receipt { county: "430999".into(), ..receipt };
    assert_eq!(Signed::sign(&foreign, &county.hub).unwrap().verify(&county.roster).unwrap_err(), Error::ForeignCounty);
}

#[test]
fn a_checkpoint_counts_only_from_a_county_device_that_is_not_revoked() {
    let mut county = County::new();
    let by = |keys: &DeviceKeys| {
        let checkpoint = Checkpoint {
            county: COUNTY.into(),
            number: 2,
            device: keys.id(),
            time_ms: NOW,
            places: vec![(LogId::random(), 12, Head([3; 32]))],
            fingerprints: vec![],
            hub: None,
        };
        (Signed::sign(&checkpoint, &keys.signing).unwrap(), checkpoint)
    };
    let (signed, checkpoint) = by(&county.county_pc);
    assert_eq!(signed.verify(&county.roster).unwrap(), checkpoint);
    assert_eq!(by(&county.pc).0.verify(&county.roster).unwrap_err(), Error::NotAllowed);
    assert_eq!(by(&DeviceKeys::generate()).0.verify(&county.roster).unwrap_err(), Error::UnknownDevice);
    let lent = Signed::sign(&checkpoint, &county.pc.signing).unwrap();
    assert_eq!(lent.verify(&county.roster).unwrap_err(), Error::BadSignature);
    county.roster.devices[2].revoked = Some(vec![]);
    assert_eq!(signed.verify(&county.roster).unwrap_err(), Error::Revoked);
}

#[test]
fn a_receipts_signature_is_no_checkpoint() {
    let county = County::new();
    let text = SignedReceipt::from_bytes(b"{\"bytes\":\"{}\",\"signature\":\"00\"}");
    assert_eq!(text.unwrap_err(), Error::BadDocument);
    let receipt = Receipt {
        county: COUNTY.into(),
        hub_key: county.county_pc.signing.public(),
        epoch: "e1".into(),
        number: 1,
        time_ms: NOW,
        bundle_sha256: String::new(),
        places: vec![],
    };
    let signed = Signed::sign(&receipt, &county.county_pc.signing).unwrap();
    assert!(SignedCheckpoint::from_bytes(&signed.to_bytes().unwrap()).unwrap().verify(&county.roster).is_err());
}
